import { ComponentType, TextInputStyle } from 'discord-api-types/v10';
import { z } from 'zod';
import { MINUTE } from '../../shared/core/clock.ts';
import { cut } from '../../shared/core/plain-text.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { Context } from '../context.ts';
import { type Answer, asked, refused } from '../interactions/answer.ts';
import type { Caller } from '../interactions/caller.ts';
import { type Component, customId, modal, type Press } from '../interactions/component.ts';
import type { TargetMessage } from '../interactions/menu.ts';
import { openPrompt, readPrompt } from '../interactions/prompts.ts';
import { texts as commonTexts } from '../interactions/texts.ts';
import { formTexts } from './form-texts.ts';

const life = 15 * MINUTE; // to find the words
const longestExcerpt = 2_000; // characters

/** The message that a form is about, kept while the form is open: it may be deleted meanwhile. */
const About = z.object({
  channel: Snowflake,
  message: Snowflake,
  author: Snowflake,
  isBot: z.boolean(),
  excerpt: z.string(),
});
export type About = z.infer<typeof About>;

interface Asking {
  /** Of the prompt, and the name of the form. */
  kind: string;
  title: string;
  label: string;
  help: string;
  isRequired: boolean;
  /** Characters. */
  longest: number;
}

/** A form with one field, about a message; it opens at once or not at all, so nothing is looked up before. */
export async function askAbout(
  { id, user, target }: Caller & { target: TargetMessage },
  { redis, clock }: Pick<Context, 'redis' | 'clock'>,
  { kind, title, label, help, isRequired, longest }: Asking,
): Promise<Answer> {
  const { id: message, channel_id: channel, author, content } = target;
  const data: About = {
    ...{ channel, message, author: author.id, isBot: author.bot },
    excerpt: cut(content, longestExcerpt),
  };
  await openPrompt(redis, { id, now: clock(), kind, owner: user.id, data, life });
  const input = {
    type: ComponentType.TextInput,
    custom_id: 'reason',
    style: TextInputStyle.Paragraph,
    required: isRequired,
    max_length: longest,
  } as const;
  return asked({
    custom_id: customId(kind, id),
    title: cut(title, 45), // Discord documentation, "Modal"
    components: [{ type: ComponentType.Label, label, description: help, component: input }],
  });
}

interface Sent {
  about: About;
  reason: string;
  operation: string;
}

/** What reads the form: one operation, also where it had to be sent twice. */
export function formAbout(
  kind: string,
  run: (sent: Sent, press: Press, context: Context) => Promise<Answer>,
): Component {
  return modal({
    name: kind,
    state: Snowflake,
    async run(press, context) {
      const read = await readPrompt(context.redis, { id: press.state, kind, schema: About }, press);
      if (read.is === 'foreign') return refused(commonTexts(press.locale).foreign(read.owner));
      if (read.is === 'expired') return refused(formTexts(press.locale).expired);
      const reason = (press.fields.reason ?? '').trim();
      return run({ about: read.data, reason, operation: read.operation }, press, context);
    },
  });
}
