import { forgetExcerpts } from '../../shared/automod/excerpts.ts';
import type { PlannedEffect } from '../../shared/effects/planned.ts';
import type { SweepDeps } from '../maintenance/walk.ts';

const most = 5_000; // in a minute

/** Texts of members that have been kept long enough. Nothing is asked of Discord. */
export async function dropOldExcerpts({ db }: SweepDeps): Promise<PlannedEffect[]> {
  await forgetExcerpts({ db }, most);
  return [];
}
