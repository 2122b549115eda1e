import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { Context } from '../context.ts';
import { type Answer, type Message, refused, shown, updated } from './answer.ts';
import type { Caller } from './caller.ts';
import type { Replies } from './command.ts';
import { type Component, component, customId } from './component.ts';
import { texts } from './texts.ts';

/** One page, and how its neighbours are called; a cursor is at most 60 characters long. */
export interface Page {
  message: Omit<Message, 'components'>;
  previous?: string;
  next?: string;
}

export interface Pager {
  component: Component;
  /** The page that a command begins with. */
  open(caller: Caller, context: Context, cursor?: string): Promise<Answer>;
}

interface Declared {
  /** Of the component. */
  name: string;
  /** As of the command that opens it. */
  replies: Replies;
  /** Draws a page; the first one's cursor is empty unless the command gives it one. A string is a refusal. */
  draw(caller: Caller, context: Context, cursor: string): Promise<Page | string>;
}

/** Who turns the pages, and to which. */
const State = z
  .string()
  .regex(/^\d+\./)
  .transform((state) => {
    const [owner = '', ...cursor] = state.split('.');
    return { owner, cursor: cursor.join('.') };
  })
  .pipe(z.object({ owner: Snowflake, cursor: z.string() }));

/** A list that its invoker turns the pages of. All that a button needs is in its custom id, so it works for ever. */
export function pager({ name, replies, draw }: Declared): Pager {
  const rowFor = ({ user, locale, guildLocale }: Caller, { previous, next }: Page) => {
    if (previous === undefined && next === undefined) return [];
    const words = texts(replies === 'publicly' ? guildLocale : locale).pages;
    const button = (label: string, emoji: string, cursor: string | undefined) =>
      ({
        type: ComponentType.Button,
        style: ButtonStyle.Secondary,
        label,
        emoji: { name: emoji },
        // ids are unique in a message, also of buttons that cannot be pressed
        custom_id: customId(name, `${user.id}.${cursor ?? `none.${emoji}`}`),
        disabled: cursor === undefined,
      }) satisfies APIButtonComponentWithCustomId;
    const buttons = [button(words.previous, '◀️', previous), button(words.next, '▶️', next)];
    return [{ type: ComponentType.ActionRow as const, components: buttons }];
  };
  const turn = async (caller: Caller, context: Context, cursor: string) => {
    const page = await draw(caller, context, cursor);
    return typeof page === 'string' ? page : { ...page.message, components: rowFor(caller, page) };
  };
  return {
    async open(caller, context, cursor = '') {
      const message = await turn(caller, context, cursor);
      return typeof message === 'string' ? refused(message) : shown(message);
    },
    component: component({
      name,
      state: State,
      async run({ state: { owner, cursor }, ...press }, context) {
        if (press.user.id !== owner) return refused(texts(press.locale).foreign(owner));
        const message = await turn(press, context, cursor);
        return typeof message === 'string' ? refused(message) : updated(message);
      },
    }),
  };
}
