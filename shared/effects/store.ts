import type { Effect } from '../core/queues.ts';
import type { Knex } from '../db/knex.ts';
import { FailedEffect } from './model.ts';

export type Failure = Pick<FailedEffect, 'job' | 'guildId' | 'status' | 'code' | 'why'> & { effect: Effect };

/**
 * Notes why an effect will not happen. The same job failing again replaces what was noted. A log channel has one row for
 * all its entries, and none of their texts: members were promised that what they deleted is kept for a day.
 */
export async function saveFailure({ db }: { db: Knex }, failure: Failure): Promise<void> {
  const { job, effect } = failure;
  const kept =
    effect.kind === 'log'
      ? { job: `log-${effect.guild}-${effect.channel}`, effect: { ...effect, embeds: [] } }
      : { job, effect };
  await FailedEffect.query(db)
    .insert({ ...failure, ...kept, failedAt: new Date() })
    .onConflict('job')
    .merge();
}
