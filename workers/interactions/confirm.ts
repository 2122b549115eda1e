import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { z } from 'zod';
import type { Cluster, Redis } from '../../shared/core/redis.ts';
import type { Context } from '../context.ts';
import { type Answer, type Message, refused, updated } from './answer.ts';
import { type Component, component, customId, type Press } from './component.ts';
import { openPrompt, type Prompt, readPrompt } from './prompts.ts';
import { texts } from './texts.ts';

/** What a prompt that is open knows, and the operation that answering it is. */
export interface Asked<Data> {
  id: string;
  data: Data;
  operation: string;
}

/** Runs where the prompt is the presser's and still open; says otherwise that it is not, and changes nothing. */
export async function answerTo<Data>(
  { redis }: Pick<Context, 'redis'>,
  press: Press<unknown>,
  prompt: { id: string; kind: string; schema: z.ZodType<Data> },
  run: (asked: Asked<Data>) => Promise<Answer>,
): Promise<Answer> {
  const read = await readPrompt(redis, prompt, press);
  const words = texts(press.locale);
  if (read.is === 'foreign') return refused(words.foreign(read.owner));
  return read.is === 'expired' ? updated({ content: words.expired }) : run({ ...read, id: prompt.id });
}

interface Declared<Data> {
  /** Of the prompt, and the name of its buttons' component. */
  kind: string;
  schema: z.ZodType<Data>;
  confirm(asked: Asked<Data>, press: Press<unknown>, context: Context): Promise<Answer>;
  cancel(asked: Asked<Data>, press: Press<unknown>, context: Context): Promise<Answer>;
}

/** The two buttons under a question, and what they do; both are the same operation, so the first press decides. */
export function confirmation<Data>({ kind, schema, ...answers }: Declared<Data>): Component {
  return component({
    name: kind,
    state: z
      .string()
      .regex(/^\d+\.(confirm|cancel)$/)
      .transform((state) => {
        const [id = '', answer] = state.split('.');
        return { id, answer: answer === 'confirm' ? ('confirm' as const) : ('cancel' as const) };
      }),
    run: (press, context) =>
      answerTo(context, press, { id: press.state.id, kind, schema }, (asked) =>
        answers[press.state.answer](asked, press, context),
      ),
  });
}

/** The question with its buttons; its time begins now. */
export async function ask<Data>(
  redis: Redis | Cluster,
  content: string,
  prompt: Prompt<Data> & { id: string; now: number },
  locale: string | undefined,
): Promise<Message> {
  const id = await openPrompt(redis, prompt);
  const { yes, no } = texts(locale).confirm;
  const button = (
    answer: 'confirm' | 'cancel',
    label: string,
    style: ButtonStyle.Success | ButtonStyle.Secondary,
  ) =>
    ({
      type: ComponentType.Button,
      style,
      label,
      custom_id: customId(prompt.kind, `${id}.${answer}`),
    }) as const;
  const buttons = [button('confirm', yes, ButtonStyle.Success), button('cancel', no, ButtonStyle.Secondary)];
  return { content, components: [{ type: ComponentType.ActionRow, components: buttons }] };
}
