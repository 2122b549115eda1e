import { MessageFlags, Routes } from 'discord-api-types/v10';
import { z } from 'zod';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import { keys } from '../../shared/core/keys.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { Context } from '../context.ts';
import type { Message } from './answer.ts';
import { bodyOf, flagsOf } from './body.ts';
import { ask, type Heard } from './refusals.ts';

type Deps = Pick<Context, 'rest' | 'applicationId'>;

/** What replying needs of an interaction. The token is a secret for 15 minutes: it must not reach a log. */
export interface Replyable {
  id: string;
  token: string;
}

/** The first reply to an interaction, as Discord holds it; to a deferred update it is the component's message. */
export interface Original {
  message: Snowflake;
  /** Only the one who asked sees it. */
  hidden: boolean;
  /** Deferred: it shows that we are thinking. */
  waiting: boolean;
}

const Found = z.object({ id: Snowflake, flags: z.int().default(0) });

/** The original reply; undefined where there is none. */
export async function lookUp(deps: Deps, to: Replyable): Promise<Original | undefined> {
  const found = await ask(deps.rest.get(original(deps, to), { auth: false }), Found.parse);
  if (typeof found === 'string') return undefined;
  const has = (flag: MessageFlags) => (found.flags & flag) !== 0;
  return { message: found.id, hidden: has(MessageFlags.Ephemeral), waiting: has(MessageFlags.Loading) };
}

/** Puts a message in the place of the original reply, deferred or not. */
export function edit(deps: Deps, to: Replyable, message: Message): Heard {
  return ask(deps.rest.patch(original(deps, to), { body: bodyOf(message), auth: false }), () => 'done');
}

/** Takes a public original away and tells only the one who asked: Discord never hides what it began to show. */
export async function hide(deps: Deps, to: Replyable, message: Message): Heard {
  const removed = await ask(deps.rest.delete(original(deps, to), { auth: false }), (): 'done' => 'done');
  return removed === 'done' ? post(deps, to, message) : removed;
}

const underWay = 10 * SECOND; // less than a stalled job waits for its next try

/**
 * Tells only the one who pressed, besides the message that the component sits on; once, however many tries there are.
 * `what`: which of the things that may be told about an interaction.
 */
export async function tellOnce(
  deps: Deps & Pick<Context, 'redis'>,
  to: Replyable,
  message: Message,
  what: 'answer' | 'processing',
): Heard {
  const told = keys.told(to.id, what);
  if ((await deps.redis.set(told, '1', 'PX', underWay, 'NX')) === null) return 'done';
  const heard = await post(deps, to, message).catch(async (error: unknown) => {
    await deps.redis.del(told);
    throw error;
  });
  await deps.redis.set(told, '1', 'PX', 15 * MINUTE);
  return heard;
}

/** A message of its own, for the one who asked. */
function post({ rest, applicationId }: Deps, { token }: Replyable, message: Message): Heard {
  const body = { ...bodyOf(message), ...flagsOf(true) };
  return ask(rest.post(Routes.webhook(applicationId, token), { body, auth: false }), () => 'done');
}

function original({ applicationId }: Deps, { token }: Replyable) {
  return Routes.webhookMessage(applicationId, token, '@original');
}
