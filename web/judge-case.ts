import type { Actor } from '../shared/core/actor.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';
import type { Allowed, Refusal } from '../shared/moderation/act-rules.ts';
import { counterparts, readReach } from '../shared/moderation/case-reach.ts';
import type { Deps } from './context.ts';
import { judge } from './moderate.ts';

/**
 * Why who came by a link to the panel may not do that to a case: it is their own, or they could not in Discord. Undefined
 * where they may, for staff and keys, and where there is no such case. `retry` asks for what the case did or took back.
 */
export async function refusalOf(
  deps: Pick<Deps, 'db' | 'clock' | 'applicationId'>,
  guild: Snowflake,
  { what, ...which }: ({ number: number } | { id: string }) & { what: 'edit' | 'resolve' | 'undo' | 'retry' },
  actor: Actor,
): Promise<Refusal | undefined> {
  if (actor.kind !== 'member') return undefined;
  const reach = await readReach(deps.db, guild, which);
  if (!reach) return undefined;
  const { user, kinds } = reach;
  if (user === actor.id) return { is: 'self' };
  const back = kinds.map((kind) => counterparts[kind]);
  const deeds = { edit: [], resolve: [], undo: back, retry: [...kinds, ...back] };
  for (const kind of deeds[what]) {
    const verdict = (await judge(deps, guild, { kind, users: [user] }, actor)).get(user);
    if (isBeyond(verdict)) return verdict;
  }
  return undefined;
}

/** Of who left, a warning or timeout can still be taken back. */
export function isBeyond(
  verdict: Allowed | Refusal | undefined,
): verdict is Exclude<Refusal, { is: 'not-a-member' }> {
  return verdict !== undefined && verdict.is !== 'allowed' && verdict.is !== 'not-a-member';
}
