import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { type Outcome, outcomes } from './list.ts';

export interface JobSearch {
  /** An id of Discord in it, or its own id in the queue. */
  about?: { touches: Snowflake } | { job: string } | undefined;
  queue?: string | undefined;
  outcome?: Outcome | undefined;
}

/** Where a list goes on: behind this row. */
export interface JobPlace {
  at: Date;
  id: string;
}

const FoundJob = z.object({
  id: z.string(),
  queue: z.string(),
  job: z.string(),
  at: z.coerce.date(),
  name: z.string(),
  guild: z.string().nullable(),
  outcome: z.enum(outcomes),
  why: z.string().nullable(),
  retried: z.boolean(),
});
export type FoundJob = z.infer<typeof FoundJob>;

const Found = z.object({
  jobs: z.array(FoundJob),
  seen: z.coerce.number(),
  last: z.object({ at: z.coerce.date(), id: z.string() }).nullable(),
});

/** Rows that are looked through for what no index knows of. */
export const mostSeen = 2_000;

/**
 * Kept jobs, the latest first. One condition is looked up by an index; among the rows that it brings no more than some
 * thousand are looked through for the others. `next` is where to go on, also where nothing was found so far.
 */
export async function searchJobs(
  { db }: { db: Knex },
  search: JobSearch,
  { before, limit }: { before?: JobPlace | undefined; limit: number },
): Promise<{ jobs: FoundJob[]; next: JobPlace | undefined }> {
  const [first, ...rest] = conditionsOf(search);
  const leading = [...(first ? [first] : []), ...(before ? [behind(before)] : [])];
  const reach = rest.length > 0 ? mostSeen : limit + 1;
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `WITH seen AS MATERIALIZED (
       SELECT id, at, queue, job, name, guild_id, outcome, why, retried_at FROM kept_jobs
       WHERE ${all(leading)} ORDER BY at DESC, id DESC LIMIT ?
     ), found AS (
       SELECT id, at, queue, job, name, guild_id::text AS guild, outcome, left(why, 300) AS why,
         retried_at IS NOT NULL AS retried FROM seen
       WHERE ${all(rest)} ORDER BY at DESC, id DESC LIMIT ?
     )
     SELECT (SELECT coalesce(json_agg(found ORDER BY at DESC, id DESC), '[]') FROM found) AS jobs,
       (SELECT count(*) FROM seen) AS seen,
       (SELECT json_build_object('at', at, 'id', id) FROM seen ORDER BY at, id LIMIT 1) AS last`,
    [...valuesOf(leading), reach, ...valuesOf(rest), limit + 1],
  );
  const { jobs, seen, last } = Found.parse(rows[0]);
  if (jobs.length > limit) return { jobs: jobs.slice(0, limit), next: jobs[limit - 1] };
  return { jobs, next: (seen === reach && last) || undefined };
}

interface Condition {
  sql: string;
  values: readonly Knex.RawBinding[];
}

/** Each is known to an index; those that leave the fewest rows come first. */
function conditionsOf({ about, outcome, queue }: JobSearch): Condition[] {
  const found: Condition[] = [];
  if (about && 'job' in about) found.push({ sql: 'job = ?', values: [about.job] });
  if (about && 'touches' in about) found.push({ sql: 'ids @> ARRAY[?]::bigint[]', values: [about.touches] });
  if (outcome && outcome !== 'done')
    found.push({ sql: "outcome = ? AND outcome <> 'done'", values: [outcome] });
  if (queue) found.push({ sql: 'queue = ?', values: [queue] });
  if (outcome === 'done') found.push({ sql: "outcome = 'done'", values: [] });
  return found;
}

function behind({ at, id }: JobPlace): Condition {
  return { sql: 'at <= ? AND (at, id) < (?, ?::uuid)', values: [at, at, id] };
}

function all(conditions: readonly Pick<Condition, 'sql'>[]): string {
  return conditions.map(({ sql }) => sql).join(' AND ') || 'true';
}

function valuesOf(conditions: readonly Condition[]): Knex.RawBinding[] {
  return conditions.flatMap(({ values }) => values);
}
