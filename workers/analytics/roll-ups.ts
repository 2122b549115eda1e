import { findStaleHours, rollUp } from '../../shared/analytics/roll-up.ts';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import { keys } from '../../shared/core/keys.ts';
import { takeTurns } from '../../shared/core/turns.ts';
import type { Context } from '../context.ts';

const every = MINUTE;
const taken = 55 * SECOND;
const mostAtOnce = 50; // hours of a turn: after an outage they are many

/** Sums up the hours of which records came in. */
export async function rollUpOnce(deps: Pick<Context, 'db' | 'log'>): Promise<void> {
  for (const stale of await findStaleHours(deps, mostAtOnce)) {
    try {
      await rollUp(deps, stale);
    } catch (error) {
      deps.log.error({ err: error, records: stale.kind, hour: stale.hour }, 'an hour was not summed up');
    }
  }
}

/** Sums up every minute until closed; of all workers, one at a time. */
export function runRollUps(
  deps: Pick<Context, 'db' | 'redis' | 'log'>,
  pause = every,
): { close(): Promise<void> } {
  const turn = { key: keys.rollUpTurn(), name: 'sums of the hour', every: pause, taken };
  return takeTurns(deps, turn, () => rollUpOnce(deps));
}
