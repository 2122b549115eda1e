import { HOUR } from '../../shared/core/clock.ts';
import { pruneRows } from '../../shared/db/prune.ts';
import { asChosen, pruned } from '../../shared/db/retention.ts';
import type { SweepDeps } from './walk.ts';

const night = 3; // hour of UTC: few of the day's messages, in Europe and America alike
const atOnce = 5_000; // rows of one statement, which holds their locks for a moment
const mostStatements = 10; // for a table in one turn: with sixty turns 3 million rows a night

/**
 * Deletes rows that were kept long enough (shared/db/retention.ts), a bounded piece in each minute of one hour of the
 * night, so that a turn which is missed leaves little over. Where nothing is old, a turn reads an index and ends.
 */
export async function pruneOldRows({
  db,
  clock,
  config,
}: Pick<SweepDeps, 'db' | 'clock' | 'config'>): Promise<[]> {
  const now = clock();
  if (Math.floor(now / HOUR) % 24 !== night) return [];
  for (const one of asChosen(pruned, config?.RETENTION)) {
    let gone = atOnce;
    for (let n = 0; n < mostStatements && gone === atOnce; n++) gone = await pruneRows(db, one, now, atOnce);
  }
  return [];
}
