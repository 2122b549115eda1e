import { findReached, markTold } from '../../shared/bytes/reached-tiers.ts';
import { relinkStreaks } from '../../shared/bytes/relink-streaks.ts';
import type { PlannedEffect } from '../../shared/effects/planned.ts';
import type { Ask, SweepDeps } from '../maintenance/walk.ts';
import { announceTier } from './announce.ts';

const steps = 100; // in a minute: 200,000 members, in some seconds
const most = 500; // messages in a minute

/** Streaks that an outage day had broken, where the request that declared it left some. */
export async function relinkBroken(deps: SweepDeps): Promise<PlannedEffect[]> {
  for (let step = 0; step < steps; step++) if ((await relinkStreaks(deps)).done) break;
  return [];
}

/** Tiers that those streaks reach. A crash between asking and writing down asks again, under the same nonce. */
export async function tellReachedTiers(deps: SweepDeps, ask: Ask): Promise<PlannedEffect[]> {
  const reached = await findReached(deps, most);
  const settings = await deps.settings.bytes.get(reached.map(({ guild }) => guild));
  const now = deps.clock();
  await ask(reached.flatMap((one) => announceTier(one, { settings: settings.get(one.guild), now }) ?? []));
  await markTold(
    deps,
    reached.map(({ id }) => id),
  );
  return [];
}
