import { SECOND } from '../../shared/core/clock.ts';
import { keys } from '../../shared/core/keys.ts';
import { takeTurns } from '../../shared/core/turns.ts';
import { type PlannedEffect, sweptLater } from '../../shared/effects/planned.ts';
import { forgetPeople } from '../analytics/sweep.ts';
import { dropOldExcerpts } from '../automod/sweep.ts';
import { relinkBroken, tellReachedTiers } from '../bytes/outage-sweep.ts';
import { askForWaitingGrants, checkRewards, restoreLostGrants, retryGrants } from '../bytes/sweep.ts';
import type { Context } from '../context.ts';
import {
  askForLockdowns,
  askForWaitingCases,
  askForWaitingDeeds,
  askForWaitingDeletions,
} from '../effects/sweep.ts';
import { logSettings } from '../moderation/logs/settings.ts';
import { logSetup } from '../moderation/logs/setup.ts';
import { giveMissingRoles, takeFormerRoles, takeStaleRoles } from '../squads/sweep.ts';
import { renewPartitions } from './partitions.ts';
import { pruneOldRows } from './prune.ts';
import { queueApart } from './queue-apart.ts';

import type { Ask, SweepDeps } from './walk.ts';

type Deps = SweepDeps & Pick<Context, 'queue' | 'partitions' | 'log'>;

/** What Postgres shows as wanted and not done is asked for again (design §4). Each is one bounded step. */
const sweeps: Record<string, (deps: SweepDeps, ask: Ask) => Promise<PlannedEffect[]>> = {
  'waiting cases': askForWaitingCases,
  'waiting deletions': askForWaitingDeletions,
  'waiting deeds': askForWaitingDeeds,
  lockdowns: askForLockdowns,
  'old excerpts': dropOldExcerpts,
  'changed settings': logSettings,
  'changed rules and rewards': logSetup,
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
  'people in records': forgetPeople,
  'old rows': pruneOldRows,
};

/** Sweeps once. A step that fails leaves the others alone, and comes again with the next turn. */
export async function sweepOnce(deps: Deps): Promise<void> {
  const ask: Ask = (planned) => queueApart(deps, planned, { priority: sweptLater });
  for (const [name, find] of Object.entries(sweeps)) {
    try {
      await ask(await find(deps, ask));
    } catch (error) {
      deps.log.error({ err: error, sweep: name }, 'a sweep failed');
    }
  }
}

const every = 60 * SECOND;
const taken = 55 * SECOND;

/** Sweeps every minute until closed; of all workers, one at a time. */
export function runSweep(deps: Deps, pause = every): { close(): Promise<void> } {
  const turn = { key: keys.sweepTurn(), name: 'sweep', every: pause, taken };
  return takeTurns(deps, turn, () => sweepOnce(deps));
}
