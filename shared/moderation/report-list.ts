import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { nameOfUser } from './case-list.ts';

type Deps = { db: Knex };

export const reportStates = ['open', 'handled', 'dismissed'] as const;
export type ReportState = (typeof reportStates)[number];

export interface ReportFilters {
  state?: ReportState | undefined;
  author?: Snowflake | undefined;
  id?: string | undefined;
}

export const ListedReport = z.object({
  id: z.string(),
  guild: z.string(),
  channel: z.string(),
  message: z.string(),
  author: z.string(),
  /** As they are called in the guild now; null where nothing is known of them. */
  authorName: z.string().nullable(),
  reporter: z.string(),
  /** As they were called then. */
  reporterName: z.string(),
  excerpt: z.string(),
  reason: z.string(),
  state: z.enum(reportStates),
  /** The number of the case that it led to. */
  case: z.number().nullable(),
  answeredAt: z.date().nullable(),
  answeredBy: z.string().nullable(),
  version: z.number(),
  createdAt: z.date(),
});
export type ListedReport = z.infer<typeof ListedReport>;

/** Reports of a guild without an order or a limit; rows for `toReport`. Their table is `r`. */
export function selectReports(
  db: Knex,
  guild: Snowflake,
  { state, author, id }: ReportFilters,
): Knex.QueryBuilder {
  const rows = db('reports AS r')
    .leftJoin('moderation_cases AS c', 'c.id', 'r.case_id')
    .leftJoin('discord_users AS u', 'u.id', 'r.author_id')
    .leftJoin('guild_members AS m', (on) =>
      on.on('m.guild_id', 'r.guild_id').andOn('m.user_id', 'r.author_id'),
    )
    .where('r.guild_id', guild)
    .select({
      id: 'r.id',
      guild: 'r.guild_id',
      channel: 'r.channel_id',
      message: 'r.message_id',
      author: 'r.author_id',
      authorName: db.raw(nameOfUser),
      reporter: 'r.reporter_id',
      reporterName: 'r.reporter_name',
      excerpt: 'r.excerpt',
      reason: 'r.reason',
      state: 'r.state',
      case: 'c.number',
      answeredAt: 'r.answered_at',
      answeredBy: 'r.answered_by',
      version: 'r.version',
      createdAt: 'r.created_at',
    });
  if (state) rows.where('r.state', state);
  if (author !== undefined) rows.where('r.author_id', author);
  if (id !== undefined) rows.where('r.id', id);
  return rows;
}

export function toReport(row: Record<string, unknown>): ListedReport {
  return ListedReport.parse(row);
}

/** Newest first; `before`: the id of the last report of the page before. */
export async function listReports(
  { db }: Deps,
  guild: Snowflake,
  { before, limit, ...filters }: ReportFilters & { before?: string | undefined; limit: number },
): Promise<ListedReport[]> {
  const query = selectReports(db, guild, filters).orderBy('r.id', 'desc').limit(limit);
  if (before !== undefined) query.whereRaw('r.id < ?::bigint', [before]);
  const rows: Record<string, unknown>[] = await query;
  return rows.map(toReport);
}

export async function findReport(
  { db }: Deps,
  guild: Snowflake,
  id: string,
): Promise<ListedReport | undefined> {
  const row: Record<string, unknown> | undefined = await selectReports(db, guild, { id }).first();
  return row && toReport(row);
}
