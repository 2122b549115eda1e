import type { Deed } from '../shared/accounts/audit.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';
import { type Failure, findFailure, forgetFailure } from '../shared/effects/failures.ts';
import { channelDeed } from '../shared/effects/moderation.ts';
import { retryDeed } from '../shared/moderation/retry-deed.ts';
import { askEffects } from './ask-effects.ts';
import type { Deps } from './context.ts';
import { refusalOf } from './judge-case.ts';
import { retryCase } from './retry-case.ts';

type Needs = Pick<Deps, 'db' | 'clock' | 'applicationId' | 'queue' | 'partitions' | 'log'>;
type By = Pick<Deed, 'actor' | 'ip' | 'requestId'>;

export type Retried =
  | { is: 'retried' }
  | { is: 'unknown' }
  /** Others come too late by now, are asked for again by the sweep, or were not kept, as the entries of logs. */
  | { is: 'not-retryable' }
  /** Nobody wants it any more. */
  | { is: 'over' }
  /** Of whoever came by a link to the panel: it is about them, or they could not in Discord. */
  | { is: 'not-yours' };

/** Has Discord asked once more for what failed; it fails, and is shown, anew where that is refused as well. */
export async function retryEffect(deps: Needs, guild: Snowflake, id: string, by: By): Promise<Retried> {
  const failure = await findFailure(deps, guild, id);
  if (!failure) return { is: 'unknown' };
  if (!isRetryable(failure)) return { is: 'not-retryable' };
  const { effect } = failure;
  if ('case' in effect && (await refusalOf(deps, guild, { id: effect.case, what: 'retry' }, by.actor)))
    return { is: 'not-yours' };
  const isWanted = await ask(deps, failure, by);
  await forgetFailure(deps, failure);
  return { is: isWanted ? 'retried' : 'over' };
}

export function isRetryable({ effect: { kind } }: Failure): boolean {
  return kind === 'punish' || kind === 'lift' || kind === 'channel-deed';
}

async function ask(deps: Needs, { guild, effect }: Failure, by: By): Promise<boolean> {
  if (effect.kind === 'punish' || effect.kind === 'lift')
    return (await retryCase(deps, guild, effect.case, by)) !== undefined;
  if (effect.kind !== 'channel-deed') return false;
  const isWanted = await retryDeed(deps, guild, effect.deed, by);
  if (isWanted) await askEffects(deps, [channelDeed({ id: effect.deed, guild })]);
  return isWanted;
}
