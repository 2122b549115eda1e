import { SECOND } from '../../shared/core/clock.ts';
import { keys } from '../../shared/core/keys.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { takeTurns } from '../../shared/core/turns.ts';
import { lift, log } from '../../shared/effects/moderation.ts';
import { sweptLater } from '../../shared/effects/planned.ts';
import { endCases } from '../../shared/moderation/ending.ts';
import { logCases } from '../../shared/moderation/logs/cases.ts';
import type { Context } from '../context.ts';
import { askForWaitingCases } from '../effects/sweep.ts';
import { queueApart } from './queue-apart.ts';

type Deps = Pick<Context, 'db' | 'redis' | 'clock' | 'queue' | 'partitions' | 'log' | 'settings'>;

const mostAtOnce = 200; // cases that one transaction locks

/**
 * Ends timeouts and bans whose time is over. When they end stands in Postgres alone, so no schedule can be lost. What Redis
 * lost on the way to Discord is asked for again after half a minute: somebody waits for the end of a ban.
 */
export async function endOnce(deps: Deps): Promise<void> {
  for (let closed = mostAtOnce; closed === mostAtOnce; ) {
    const ended = await endCases(deps, deps.clock(), mostAtOnce);
    closed = ended.closed;
    await queueApart(deps, ended.lifted.map(lift));
    await tell(deps, ended.lifted);
  }
  await queueApart(deps, await askForWaitingCases(deps), { priority: sweptLater });
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
