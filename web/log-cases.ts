import type { Snowflake } from '../shared/core/snowflake.ts';
import { logCases as draw, type ToldCase } from '../shared/moderation/logs/cases.ts';
import { type LogDeps, writeLog } from './write-log.ts';

/** Has the guild's case log say what became of these cases, by their ids, where it has one. */
export async function logCases(
  deps: LogDeps,
  guild: Snowflake,
  { ids, what }: { ids: readonly string[]; what: ToldCase['what'] },
): Promise<void> {
  if (ids.length === 0) return;
  await writeLog(deps, guild, (policies) =>
    draw(
      deps,
      policies,
      ids.map((id) => ({ id, guild, what })),
    ),
  );
}
