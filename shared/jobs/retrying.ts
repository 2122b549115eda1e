import { audit, type Deed } from '../accounts/audit.ts';
import type { Knex } from '../db/knex.ts';
import { KeptJob } from './model.ts';

/**
 * Does what a retry of a kept job takes. Who asked for it stands in the log before anything is done, whatever becomes of
 * it: where Redis is slow nobody knows. Only what `work` answers as `retried` marks the job; several may ask at once.
 */
export async function retrying<R extends { is: string }>(
  { db }: { db: Knex },
  job: KeptJob,
  by: Pick<Deed, 'actor' | 'ip' | 'requestId'>,
  work: () => Promise<R>,
): Promise<R> {
  const guild = job.guildId ? { guild: job.guildId } : {};
  await audit(db, { ...by, ...guild, action: 'job.retry-asked', subject: `${job.queue} ${job.job}` });
  const end = await work();
  if (end.is === 'retried')
    await db(KeptJob.tableName)
      .where({ id: job.id, at: job.at })
      .update({ retried_at: db.fn.now(), retried_by: by.actor.name });
  return end;
}
