import { SECOND } from '../../shared/core/clock.ts';
import { keys, partitionOf } from '../../shared/core/keys.ts';
import { askForWaitingGrants, checkRewards, restoreLostGrants, retryGrants } from '../bytes/sweep.ts';
import type { Context } from '../context.ts';
import type { PlannedEffect } from '../effects/planned.ts';
import { giveMissingRoles, takeFormerRoles, takeStaleRoles } from '../squads/sweep.ts';
import type { SweepDeps } from './walk.ts';

type Deps = Pick<Context, 'db' | 'redis' | 'applicationId' | 'queue' | 'partitions' | 'log'>;

/** What Postgres shows as wanted and not done is asked for again (design §4). Each is one bounded step. */
const sweeps: Record<string, (deps: SweepDeps) => Promise<PlannedEffect[]>> = {
  'waiting grants': askForWaitingGrants,
  'refused grants': retryGrants,
  'lost grants': restoreLostGrants,
  'role rewards': checkRewards,
  'missing squad roles': giveMissingRoles,
  'stale squad roles': takeStaleRoles,
  'former squad roles': takeFormerRoles,
};

const behindTheRest = 10; // jobs without a priority go first

/** Sweeps once. A step that fails leaves the others alone, and comes again with the next turn. */
export async function sweepOnce(deps: Deps): Promise<void> {
  for (const [name, find] of Object.entries(sweeps)) {
    try {
      await queueApart(deps, await find(deps));
    } catch (error) {
      deps.log.error({ err: error, sweep: name }, 'a sweep failed');
    }
  }
}

/** An effect that still waits under the same id is not queued twice. */
async function queueApart({ queue, partitions }: Deps, planned: PlannedEffect[]): Promise<void> {
  const byPartition = new Map<number, PlannedEffect[]>();
  for (const each of planned) {
    const { index } = partitionOf(each.effect.guild, partitions);
    byPartition.set(index, [...(byPartition.get(index) ?? []), each]);
  }
  for (const [index, effects] of byPartition) {
    const jobs = effects.map(({ id, effect }) => ({
      name: effect.kind,
      data: effect,
      opts: { jobId: id, priority: behindTheRest },
    }));
    await queue('effects', { index, of: partitions }).addBulk(jobs);
  }
}

const every = 60 * SECOND;
const turn = 55 * SECOND; // shorter than the pause, so that a worker's next attempt finds it free

/** Sweeps every minute until closed; of all workers, one at a time. */
export function runSweep(deps: Deps, pause = every): { close(): Promise<void> } {
  let sweeping = Promise.resolve();
  const timer = setInterval(() => {
    sweeping = sweeping.then(() => sweepInTurn(deps));
  }, pause);
  return {
    async close() {
      clearInterval(timer);
      await sweeping;
    },
  };
}

async function sweepInTurn(deps: Deps): Promise<void> {
  try {
    const taken = await deps.redis.set(keys.sweepTurn(), String(process.pid), 'PX', turn, 'NX');
    if (taken === 'OK') await sweepOnce(deps);
  } catch (error) {
    deps.log.warn({ err: error }, 'no sweep in this minute');
  }
}
