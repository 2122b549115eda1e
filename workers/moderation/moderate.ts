import type { Actor } from '../../shared/core/actor.ts';
import type { Order } from '../../shared/moderation/act.ts';
import type { Context } from '../context.ts';
import { type Answer, refused, shown } from '../interactions/answer.ts';
import type { Caller } from '../interactions/caller.ts';
import { type ActDeps, type CarriedOut, carryOut } from './carry-out.ts';
import { readReason } from './reasons.ts';
import { sayCarriedOut } from './say-carried-out.ts';
import { sayLater } from './say-later.ts';
import { sayRefusal } from './say-refusal.ts';
import { judge, type Target } from './standings.ts';

/** What a moderator wants done to somebody. */
export interface Wish
  extends Pick<Order, 'kind'>,
    Partial<Pick<Order, 'seconds' | 'deleteMessageSeconds' | 'evidence'>> {
  target: Target;
  /** As it was typed. */
  reason: string | undefined;
  /** The interaction's own where it is left out. */
  operation?: string;
  /** Everyone sees the answer. */
  show?: boolean | undefined;
}

/** Does it where it may be done, and tells how that went. */
export async function moderate(
  call: Caller,
  context: ActDeps & Pick<Context, 'applicationId'>,
  wish: Wish,
): Promise<Answer> {
  const { guild, user, locale, guildLocale } = call;
  const { kind, target, operation = `int:${call.id}`, show = false } = wish;
  const { seconds = null, deleteMessageSeconds = 0, evidence = null } = wish;
  const verdict = (await judge(context, call, { kind, targets: [target] })).get(target.id);
  if (!verdict) throw new Error('nobody was judged');
  if (verdict.is !== 'allowed') return refused(sayRefusal(verdict, locale));
  const order: Order = {
    ...{ guild, user: target.id, operation, kind, actor: actorOf(user) },
    reason: await readReason(context, guild, wish.reason),
    ...{ seconds, deleteMessageSeconds, evidence },
  };
  const carried = await carryOut(context, [order]);
  const draw = ([only]: readonly CarriedOut[]) => {
    if (!only) throw new Error('no case was opened');
    return { content: sayCarriedOut(only, show ? guildLocale : locale) };
  };
  return shown(draw(carried), sayLater(context, carried, draw));
}

export function actorOf({ id, username }: Caller['user']): Actor {
  return { kind: 'member', id, name: username };
}
