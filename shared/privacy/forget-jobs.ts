import { z } from 'zod';
import { queueNames } from '../cluster/queue-kinds.ts';
import type { Partition } from '../core/keys.ts';
import type { QueueName, Queues } from '../core/queues.ts';
import type { Cluster, Redis } from '../core/redis.ts';
import { script } from '../core/script.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

interface Deps {
  db: Knex;
  redis: Redis | Cluster;
  queue: Queues['queue'];
  partitions: number;
}

const atOnce = 500; // jobs: each that stands in Redis is a request of its own

const Row = z.object({
  id: z.string(),
  at: z.string(),
  queue: z.enum(queueNames).or(z.null()).catch(null),
  job: z.string(),
  partition: z.number(),
  outcome: z.string(),
});
type Row = z.infer<typeof Row>;

/**
 * Deletes some of what is kept of jobs about a user, behind the jobs themselves where these stand in Redis: a retry
 * begins with those that are left. Answers how many rows, 0 once none is left.
 */
export async function forgetJobs(deps: Deps, user: Snowflake): Promise<number> {
  const { rows } = await deps.db.raw<{ rows: unknown[] }>(
    `SELECT id, at::text, queue, job, partition, outcome FROM kept_jobs
     WHERE ids @> ARRAY[(:user)::bigint] LIMIT ${atOnce}`,
    { user },
  );
  const found = z.array(Row).parse(rows);
  await Promise.all(found.filter(stands).map((row) => remove(deps, row)));
  await deps.db.raw(
    'DELETE FROM kept_jobs WHERE (id, at) IN (SELECT * FROM unnest(?::uuid[], ?::timestamptz[]))',
    [found.map(({ id }) => id), found.map(({ at }) => at)],
  );
  return found.length;
}

type Standing = Row & { queue: QueueName };

/** Others are gone from their queues: only failed ones, and events that were set aside, stay for a week. */
function stands(row: Row): row is Standing {
  return row.queue !== null && (row.outcome === 'failed' || row.outcome === 'quarantined');
}

async function remove({ redis, queue, partitions }: Deps, { queue: name, job, partition }: Standing) {
  const place: Partition = { index: partition, of: partitions };
  const of = queue(name, place);
  const waiting = name === 'quarantine' ? [of.toKey('wait')] : [];
  await removeJob(redis, [of.toKey('failed'), of.toKey(job), ...waiting], [job]);
}

const removeJob = script<[job: string], number>(new URL('./lua/remove-job.lua', import.meta.url), (raw) =>
  z.number().parse(raw),
);
