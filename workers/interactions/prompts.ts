import { z } from 'zod';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import { keys } from '../../shared/core/keys.ts';
import type { Cluster, Redis } from '../../shared/core/redis.ts';
import { Snowflake, timeOf } from '../../shared/core/snowflake.ts';
import type { Caller } from './caller.ts';

const patience = 60 * SECOND; // product §2: prompts expire 60 s after they were shown
const retried = 15 * MINUTE; // a press in time is still understood by its last retry

const Stored = z.object({ owner: Snowflake, end: z.number(), data: z.unknown() });

/** What a click on Confirm needs to know; it stays here, so that nobody's client can change it. */
export interface Prompt<Data> {
  /** Of the interaction that it answers. */
  id: Snowflake;
  now: number;
  /** What is asked: the name of its component. */
  kind: string;
  /** Who alone may answer. */
  owner: Snowflake;
  data: Data;
  /** Milliseconds; a form is given longer. */
  life?: number;
}

export type ReadPrompt<Data> =
  /** `operation`: what confirming is, however often it is pressed. */
  | { is: 'open'; data: Data; operation: `prompt:${string}` }
  /** Its time is over, or it is not there any more. */
  | { is: 'expired' }
  | { is: 'foreign'; owner: Snowflake };

/**
 * Keeps a prompt that is about to be shown; answers with its id, for the custom ids of its buttons. Opened again for the
 * same interaction it is the same prompt, and lives no longer.
 */
export async function openPrompt<Data>(
  redis: Redis | Cluster,
  { id, now, kind, owner, data, life = patience }: Prompt<Data>,
): Promise<string> {
  const stored: z.infer<typeof Stored> = { owner, end: now + life, data };
  await redis.set(keys.prompt(kind, id), JSON.stringify(stored), 'PX', life + retried, 'NX');
  return id;
}

/** The prompt as of the press: when that was, its own id says, whatever has delayed it since. */
export async function readPrompt<Data>(
  redis: Redis | Cluster,
  { id, kind, schema }: { id: string; kind: string; schema: z.ZodType<Data> },
  press: Pick<Caller, 'id' | 'user'>,
): Promise<ReadPrompt<Data>> {
  const text = await redis.get(keys.prompt(kind, id));
  if (text === null) return { is: 'expired' };
  const { owner, end, data } = Stored.parse(JSON.parse(text));
  if (owner !== press.user.id) return { is: 'foreign', owner };
  const read = schema.safeParse(data);
  if (timeOf(press.id) > end || !read.success) return { is: 'expired' };
  return { is: 'open', data: read.data, operation: `prompt:${id}` };
}

/**
 * Ends a prompt whose question was withdrawn. A confirmed one stays: its operation answers a second press as the first.
 * Withdrawing does not undo what a press at the same time has confirmed.
 */
export async function closePrompt(redis: Redis | Cluster, kind: string, id: string): Promise<void> {
  await redis.del(keys.prompt(kind, id));
}
