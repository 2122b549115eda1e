import type { Deed } from '../shared/accounts/audit.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';
import { forgetJobs } from '../shared/effects/failures.ts';
import { lift, punish } from '../shared/effects/moderation.ts';
import { type PunishOrLift, retryFailed } from '../shared/moderation/retry.ts';
import { askEffects } from './ask-effects.ts';
import type { Deps } from './context.ts';
import { refusalOf } from './judge-case.ts';

/** Has Discord asked once more for what it refused because of a case; undefined where nothing of it is to be had, or not by them. */
export async function retryCase(
  deps: Pick<Deps, 'db' | 'clock' | 'applicationId' | 'queue' | 'partitions' | 'log'>,
  guild: Snowflake,
  id: string,
  by: Pick<Deed, 'actor' | 'ip' | 'requestId'>,
): Promise<PunishOrLift | undefined> {
  if (await refusalOf(deps, guild, { id, what: 'retry' }, by.actor)) return undefined;
  const due = await retryFailed(deps, guild, id, by);
  const planned = due && (due.is === 'lift' ? lift(due) : punish(due));
  if (!planned) return due;
  await forgetJobs(deps, [planned.id]);
  await askEffects(deps, [planned]);
  return due;
}
