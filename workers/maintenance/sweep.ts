import { SECOND } from '../../shared/core/clock.ts';
import { keys, partitionOf } from '../../shared/core/keys.ts';
import { type PlannedEffect, queueEffects, sweptLater } from '../../shared/effects/planned.ts';
import { dropOldExcerpts } from '../automod/sweep.ts';
import { relinkBroken, tellReachedTiers } from '../bytes/outage-sweep.ts';
import { askForWaitingGrants, checkRewards, restoreLostGrants, retryGrants } from '../bytes/sweep.ts';
import type { Context } from '../context.ts';
import { askForLockdowns, askForWaitingCases, askForWaitingDeletions } from '../effects/sweep.ts';
import { giveMissingRoles, takeFormerRoles, takeStaleRoles } from '../squads/sweep.ts';
import { renewPartitions } from './partitions.ts';
import type { Ask, SweepDeps } from './walk.ts';

type Deps = SweepDeps & Pick<Context, 'queue' | 'partitions' | 'log'>;

/** What Postgres shows as wanted and not done is asked for again (design §4). Each is one bounded step. */
const sweeps: Record<string, (deps: SweepDeps, ask: Ask) => Promise<PlannedEffect[]>> = {
  'waiting cases': askForWaitingCases,
  'waiting deletions': askForWaitingDeletions,
  lockdowns: askForLockdowns,
  'old excerpts': dropOldExcerpts,
  'broken streaks': relinkBroken,
  'reached tiers': tellReachedTiers,
  'waiting grants': askForWaitingGrants,
  'refused grants': retryGrants,
  'lost grants': restoreLostGrants,
  'role rewards': checkRewards,
  'missing squad roles': giveMissingRoles,
  'stale squad roles': takeStaleRoles,
  'former squad roles': takeFormerRoles,
  partitions: renewPartitions,
};

/** Sweeps once. A step that fails leaves the others alone, and comes again with the next turn. */
export async function sweepOnce(deps: Deps): Promise<void> {
  const ask: Ask = (planned) => queueApart(deps, planned);
  for (const [name, find] of Object.entries(sweeps)) {
    try {
      await ask(await find(deps, ask));
    } catch (error) {
      deps.log.error({ err: error, sweep: name }, 'a sweep failed');
    }
  }
}

/** An effect that still waits under the same id is not queued twice. */
async function queueApart(deps: Deps, planned: PlannedEffect[]): Promise<void> {
  const byPartition = new Map<number, PlannedEffect[]>();
  for (const each of planned) {
    const { index } = partitionOf(each.effect.guild, deps.partitions);
    byPartition.set(index, [...(byPartition.get(index) ?? []), each]);
  }
  for (const effects of byPartition.values()) await queueEffects(deps, effects, { priority: sweptLater });
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
