import type { Deed } from '../shared/accounts/audit.ts';
import { type Selection, type Undone, undo } from '../shared/automod/undo.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';
import { lift } from '../shared/effects/moderation.ts';
import { askEffects } from './ask-effects.ts';
import type { Deps } from './context.ts';

/** Undoes firings, and has Discord asked to lift what they led to. */
export async function takeBack(
  deps: Pick<Deps, 'db' | 'queue' | 'partitions' | 'log'>,
  guild: Snowflake,
  selection: Selection,
  by: Pick<Deed, 'actor' | 'ip' | 'requestId'>,
): Promise<Undone> {
  const undone = await undo(deps, guild, selection, by);
  await askEffects(
    deps,
    undone.lifted.map((id) => lift({ id, guild })),
  );
  return undone;
}
