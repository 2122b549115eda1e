import type { Selection } from '../shared/automod/undo.ts';
import { readUndoReach } from '../shared/automod/undo-reach.ts';
import type { Actor } from '../shared/core/actor.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';
import { counterparts } from '../shared/moderation/case-reach.ts';
import type { Deps } from './context.ts';
import { isBeyond } from './judge-case.ts';
import { judge } from './moderate.ts';

/**
 * The members whose firings whoever came by a link to the panel may not undo: themselves, and those of whom they could not in
 * Discord. None for staff and keys.
 */
export async function findUntouchable(
  deps: Pick<Deps, 'db' | 'clock' | 'applicationId'>,
  guild: Snowflake,
  selection: Selection,
  actor: Actor,
): Promise<Snowflake[]> {
  if (actor.kind !== 'member') return [];
  const reach = await readUndoReach(deps, guild, selection);
  const untouchable = new Set(reach.flatMap(({ user }) => (user === actor.id ? [user] : [])));
  for (const kind of new Set(Object.values(counterparts))) {
    const users = reach.flatMap((one) =>
      one.kinds.some((its) => counterparts[its] === kind) ? [one.user] : [],
    );
    if (users.length === 0) continue;
    const verdicts = await judge(deps, guild, { kind, users }, actor);
    for (const [user, verdict] of verdicts) if (isBeyond(verdict)) untouchable.add(user);
  }
  return [...untouchable];
}
