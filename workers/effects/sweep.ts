import { findWaitingDeletions } from '../../shared/automod/deletions.ts';
import { findDueLockdowns } from '../../shared/automod/lockdown.ts';
import { channelDeed, lift, lockdown, planDeletions, punish } from '../../shared/effects/moderation.ts';
import type { PlannedEffect } from '../../shared/effects/planned.ts';
import { findWaitingDeeds } from '../../shared/moderation/channel-deeds.ts';
import { findWaitingCases } from '../../shared/moderation/effects-state.ts';
import type { SweepDeps } from '../maintenance/walk.ts';

const mostCases = 500; // in a minute
const mostDeeds = 500;
const mostMessages = 2_000;
const mostLockdowns = 500;

/** Cases that Discord should have been asked for, and whoever opened them did not live to ask. */
export async function askForWaitingCases({ db }: Pick<SweepDeps, 'db'>): Promise<PlannedEffect[]> {
  const cases = await findWaitingCases({ db }, mostCases);
  return cases.flatMap((each) => [
    ...(each.effect === 'wanted' ? [punish(each)].filter((wanted) => wanted !== undefined) : []),
    ...(each.lift === 'wanted' ? [lift(each)] : []),
  ]);
}

/** Deeds in channels, likewise. */
export async function askForWaitingDeeds({ db }: SweepDeps): Promise<PlannedEffect[]> {
  return (await findWaitingDeeds({ db }, mostDeeds)).map(channelDeed);
}

/** Messages that are still there, as far as is known, though a rule or a file wants them gone. */
export async function askForWaitingDeletions({ db }: SweepDeps): Promise<PlannedEffect[]> {
  return planDeletions(await findWaitingDeletions({ db }, mostMessages));
}

/** Lockdowns to renew while joins come too fast, and to end afterwards. */
export async function askForLockdowns({ db, clock }: SweepDeps): Promise<PlannedEffect[]> {
  return (await findDueLockdowns({ db }, clock(), mostLockdowns)).map(lockdown);
}
