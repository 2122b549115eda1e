import { DelayedError } from 'bullmq';
import { SECOND } from '../../shared/core/clock.ts';
import { keys } from '../../shared/core/keys.ts';
import { takeTurns } from '../../shared/core/turns.ts';
import { findWaitingRuns } from '../../shared/maintenance/claim.ts';
import { maintenancePartition, queueRun } from '../../shared/maintenance/queue-run.ts';
import type { Context } from '../context.ts';
import { consume, type Running, type Tuning } from '../runtime/consume.ts';
import { carryOut } from './carry-out.ts';
import { works } from './run-works.ts';

type Deps = Pick<Context, 'db' | 'redis' | 'clock' | 'log' | 'queue' | 'partitions' | 'settings'> & {
  config?: Pick<Context['config'], 'RETENTION'>;
};

const atOnce = 3; // a long VACUUM holds up no flush
const held = 15 * SECOND; // until a worker that does not beat any more counts as gone
const every = 30 * SECOND;
const taken = 25 * SECOND;

/**
 * Works on what staff ask of the database, until closed: then the run goes on with another worker. What
 * is not in the queue though it should be is put there again.
 */
export function runMaintenance(deps: Deps, tuning: Tuning = {}): Running {
  const stopping = new AbortController();
  const workDeps = { ...deps, features: [...Object.keys(deps.settings), 'committed'] };
  const partitions = [{ index: maintenancePartition, of: deps.partitions }];
  const consumer = consume(
    deps,
    'maintenance',
    { partitions, concurrency: atOnce, ...tuning },
    async (job) => {
      const ended = await carryOut(workDeps, works, job.data.run, stopping.signal);
      if (ended === 'over') return;
      await job.moveToDelayed(Date.now() + (ended === 'held' ? held : 0), job.token);
      throw new DelayedError();
    },
  );
  const turn = { key: keys.maintenanceTurn(), name: 'look for waiting maintenance', every, taken };
  const turns = takeTurns(deps, turn, async () => {
    for (const run of await findWaitingRuns(deps)) await queueRun(deps, run);
  });
  return {
    async close() {
      stopping.abort();
      await Promise.all([consumer.close(), turns.close()]);
    },
  };
}
