import type { Snowflake } from '../shared/core/snowflake.ts';
import { log } from '../shared/effects/moderation.ts';
import type { LogEntry, Policies } from '../shared/moderation/logs/entry.ts';
import { loadModerationSettings } from '../shared/moderation/store.ts';
import { askEffects } from './ask-effects.ts';
import type { Deps } from './context.ts';

export type LogDeps = Pick<Deps, 'db' | 'queue' | 'partitions' | 'log'>;

/** Has a guild's log channels say what was committed, where it has any. */
export async function writeLog(
  deps: LogDeps,
  guild: Snowflake,
  draw: (policies: Policies) => Promise<LogEntry[]>,
): Promise<void> {
  const entries = await draw(await loadModerationSettings(deps, [guild]));
  await askEffects(deps, entries.map(log));
}
