import { SECOND } from '../../shared/core/clock.ts';
import { keys } from '../../shared/core/keys.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { lift, log } from '../../shared/effects/moderation.ts';
import { endCases } from '../../shared/moderation/ending.ts';
import { logCases } from '../../shared/moderation/logs/cases.ts';
import type { Context } from '../context.ts';
import { queueApart } from './queue-apart.ts';
import { takeTurns } from './turns.ts';

type Deps = Pick<Context, 'db' | 'redis' | 'clock' | 'queue' | 'partitions' | 'log' | 'settings'>;

const mostAtOnce = 200; // cases that one transaction locks

/**
 * Ends timeouts and bans whose time is over. When they end stands in Postgres alone, so no schedule can be lost. What is
 * committed here and not queued is found by the sweep.
 */
export async function endOnce(deps: Deps): Promise<void> {
  for (let closed = mostAtOnce; closed === mostAtOnce; ) {
    const ended = await endCases(deps, deps.clock(), mostAtOnce);
    closed = ended.closed;
    await queueApart(deps, ended.lifted.map(lift));
    await tell(deps, ended.lifted);
  }
}

async function tell(deps: Deps, ended: readonly { id: string; guild: Snowflake }[]): Promise<void> {
  const policies = await deps.settings.moderation.get(ended.map(({ guild }) => guild));
  const entries = await logCases(
    deps,
    policies,
    ended.map((each) => ({ ...each, what: 'resolved' })),
  );
  await queueApart(deps, entries.map(log));
}

const every = 5 * SECOND; // a ban of ten minutes may last ten minutes and five seconds
const taken = 4 * SECOND;

/** Looks every five seconds until closed; of all workers, one at a time. */
export function runEnds(deps: Deps, pause = every): { close(): Promise<void> } {
  const turn = { key: keys.endsTurn(), name: 'look at what ends', every: pause, taken };
  return takeTurns(deps, turn, () => endOnce(deps));
}
