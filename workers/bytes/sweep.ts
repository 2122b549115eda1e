import {
  beginRewardChecks,
  findWaitingGrants,
  goOnChecking,
  retryFailedGrants,
  wantLostGrants,
} from '../../shared/bytes/grant-sweep.ts';
import type { PlannedEffect } from '../../shared/effects/planned.ts';
import { type SweepDeps, walk } from '../maintenance/walk.ts';
import { grant } from './announce.ts';

const most = 500; // grants in a minute
const mostRetried = 100; // in a minute: each refusal counts against the bot
const membersAtOnce = 5_000;
const pieces = 20; // of a check, in a minute

/** Grants that were noted, and whoever noted them did not live to ask for. */
export async function askForWaitingGrants({ db }: SweepDeps): Promise<PlannedEffect[]> {
  return (await findWaitingGrants({ db }, most)).map(grant);
}

/** Grants that Discord refused, where another try may help. */
export async function retryGrants({ db, applicationId }: SweepDeps): Promise<PlannedEffect[]> {
  return (await retryFailedGrants({ db }, { bot: applicationId, limit: mostRetried })).map(grant);
}

/** Grants of members who left and came back while nobody listened. */
export async function restoreLostGrants(deps: SweepDeps): Promise<PlannedEffect[]> {
  const lost = await walk(deps, 'lost grants', (after: [string, string, string] | undefined) =>
    wantLostGrants(deps, { after, limit: membersAtOnce }),
  );
  return lost.map(grant);
}

/** New and lowered role rewards, for all members who have received enough (product §1, "Role rewards"). */
export async function checkRewards({ db }: SweepDeps): Promise<PlannedEffect[]> {
  await beginRewardChecks({ db });
  const planned: PlannedEffect[] = [];
  for (let piece = 0; piece < pieces && planned.length < most; piece++) {
    const found = await goOnChecking({ db }, membersAtOnce);
    if (!found) break;
    planned.push(...found.map(grant));
  }
  return planned;
}
