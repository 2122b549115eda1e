import { z } from 'zod';
import type { Effect } from '../core/queues.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { listNewest } from '../db/newest.ts';

type Deps = { db: Knex };

const Row = z.object({
  id: z.string(),
  job: z.string(),
  guild: z.string(),
  effect: z.custom<Effect>(), // as it was queued
  /** HTTP status of Discord's answer; 0 where there was none. */
  status: z.number(),
  /** Discord's error code, `expired`, `elsewhere` (a channel of another guild) or `bug`. */
  code: z.string(),
  why: z.string(),
  failedAt: z.date(),
});
/** Something that Discord refused for good, or that could not be asked for in time. */
export type Failure = z.infer<typeof Row>;

/** Of a guild, or of all (null), without an order or a limit; rows for `toFailure`. Their table is `f`. */
export function selectFailures(db: Knex, guild: Snowflake | null): Knex.QueryBuilder {
  const rows = db('failed_effects AS f').select(columns);
  return guild === null ? rows : rows.where('f.guild_id', guild);
}

export function toFailure(row: Record<string, unknown>): Failure {
  return Row.parse(row);
}

/** The latest first; null stands for all guilds. */
export async function listFailures(
  { db }: Deps,
  guilds: readonly Snowflake[] | null,
  page: { before?: string | undefined; limit: number },
): Promise<Failure[]> {
  const of = (guild: Snowflake | null) => selectFailures(db, guild);
  return (await listNewest(db, guilds, of, { table: 'f', ...page })).map(toFailure);
}

export async function findFailure({ db }: Deps, guild: Snowflake, id: string): Promise<Failure | undefined> {
  const row: Record<string, unknown> | undefined = await selectFailures(db, guild).where('f.id', id).first();
  return row && toFailure(row);
}

/** By the id of its job. */
export async function findFailureOf({ db }: Deps, job: string): Promise<Failure | undefined> {
  const row: Record<string, unknown> | undefined = await selectFailures(db, null).where('f.job', job).first();
  return row && toFailure(row);
}

/** Unless it failed again meanwhile. */
export async function forgetFailure({ db }: Deps, { id, failedAt }: Failure): Promise<void> {
  await db('failed_effects').where({ id, failed_at: failedAt }).delete();
}

/** Of jobs that are asked for anew. */
export async function forgetJobs({ db }: Deps, jobs: readonly string[]): Promise<void> {
  await db('failed_effects').whereIn('job', jobs).delete();
}

const columns = {
  id: 'f.id',
  job: 'f.job',
  guild: 'f.guild_id',
  effect: 'f.effect',
  status: 'f.status',
  code: 'f.code',
  why: 'f.why',
  failedAt: 'f.failed_at',
};
