import type { JobRecord } from '../analytics/records.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { KeptJob } from './model.ts';

type Deps = { db: Knex };

export const outcomes = ['done', 'dropped', 'refused', 'failed', 'quarantined'] as const satisfies Outcome[];

export type Outcome = JobRecord['outcome'];

export interface JobFilters {
  /** Any id of Discord in it, or in what it is about. */
  touches?: Snowflake | undefined;
  queue?: string | undefined;
  /** Its id in the queue. */
  job?: string | undefined;
  outcome?: Outcome | undefined;
}

/** Kept jobs without an order or a limit. */
export function selectJobs(db: Knex, { touches, queue, job, outcome }: JobFilters): Knex.QueryBuilder {
  const rows = db(KeptJob.tableName).select('*');
  if (touches) rows.whereRaw('ids @> ARRAY[?]::bigint[]', [touches]);
  if (queue) rows.where({ queue });
  if (job) rows.where({ job });
  if (outcome) rows.where({ outcome });
  if (outcome && outcome !== 'done') rows.whereRaw("outcome <> 'done'"); // as its index has it
  return rows;
}

export async function findJob({ db }: Deps, id: string): Promise<KeptJob | undefined> {
  return KeptJob.query(db).findOne({ id });
}

/** Which of these rows there are, none of them older than that. */
export async function findKept({ db }: Deps, ids: readonly string[], since: Date): Promise<Set<string>> {
  const rows: { id: string }[] = await db(KeptJob.tableName)
    .whereRaw('id = ANY(?::uuid[])', [[...ids]])
    .where('at', '>=', since)
    .select('id');
  return new Set(rows.map(({ id }) => id));
}
