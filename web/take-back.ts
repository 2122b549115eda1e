import type { Deed } from '../shared/accounts/audit.ts';
import { type Selection, type Undone, undo } from '../shared/automod/undo.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';
import { lift } from '../shared/effects/moderation.ts';
import { askEffects } from './ask-effects.ts';
import type { Deps } from './context.ts';
import { findUntouchable } from './judge-undo.ts';

/** `untouched`: how many members it was not theirs to do it for, who came by a link to the panel. */
export type TakenBack = Undone & { untouched: number };

/** Undoes firings, and has Discord asked to lift what they led to. */
export async function takeBack(
  deps: Pick<Deps, 'db' | 'clock' | 'applicationId' | 'queue' | 'partitions' | 'log'>,
  guild: Snowflake,
  selection: Selection,
  by: Pick<Deed, 'actor' | 'ip' | 'requestId'>,
): Promise<TakenBack> {
  const except = await findUntouchable(deps, guild, selection, by.actor);
  const undone = await undo(deps, guild, except.length > 0 ? { ...selection, except } : selection, by);
  await askEffects(
    deps,
    undone.lifted.map((id) => lift({ id, guild })),
  );
  return { ...undone, untouched: except.length };
}
