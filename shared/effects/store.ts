import type { Knex } from '../db/knex.ts';
import { FailedEffect } from './model.ts';

export type Failure = Pick<FailedEffect, 'job' | 'guildId' | 'effect' | 'status' | 'code' | 'why'>;

/** Notes why an effect will not happen. The same job failing again replaces what was noted. */
export async function saveFailure({ db }: { db: Knex }, failure: Failure): Promise<void> {
  await FailedEffect.query(db)
    .insert({ ...failure, failedAt: new Date() })
    .onConflict('job')
    .merge();
}
