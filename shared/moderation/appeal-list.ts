import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { nameOfUser } from './case-list.ts';
import { caseKinds } from './model.ts';

type Deps = { db: Knex };

export const appealStates = ['open', 'accepted', 'rejected'] as const;
export type AppealState = (typeof appealStates)[number];

export interface AppealFilters {
  state?: AppealState | undefined;
  user?: Snowflake | undefined;
  id?: string | undefined;
}

export const ListedAppeal = z.object({
  id: z.string(),
  guild: z.string(),
  /** The case's number, kind, reason, end, and whether it is resolved by now. */
  case: z.number(),
  kind: z.enum(caseKinds),
  reason: z.string(),
  endsAt: z.date().nullable(),
  resolvedAt: z.date().nullable(),
  user: z.string(),
  /** As they are called in the guild now; null where nothing is known of them. */
  userName: z.string().nullable(),
  text: z.string(),
  state: z.enum(appealStates),
  answer: z.string(),
  answeredAt: z.date().nullable(),
  answeredBy: z.string().nullable(),
  version: z.number(),
  createdAt: z.date(),
});
export type ListedAppeal = z.infer<typeof ListedAppeal>;

/** Appeals of a guild without an order or a limit; rows for `toAppeal`. Their table is `a`. */
export function selectAppeals(
  db: Knex,
  guild: Snowflake,
  { state, user, id }: AppealFilters,
): Knex.QueryBuilder {
  const rows = db('appeals AS a')
    .join('moderation_cases AS c', 'c.id', 'a.case_id')
    .leftJoin('discord_users AS u', 'u.id', 'a.user_id')
    .leftJoin('guild_members AS m', (on) => on.on('m.guild_id', 'a.guild_id').andOn('m.user_id', 'a.user_id'))
    .where('a.guild_id', guild)
    .select({
      id: 'a.id',
      guild: 'a.guild_id',
      case: 'c.number',
      kind: 'c.kind',
      reason: 'c.reason',
      endsAt: 'c.ends_at',
      resolvedAt: 'c.resolved_at',
      user: 'a.user_id',
      userName: db.raw(nameOfUser),
      text: 'a.text',
      state: 'a.state',
      answer: 'a.answer',
      answeredAt: 'a.answered_at',
      answeredBy: 'a.answered_by',
      version: 'a.version',
      createdAt: 'a.created_at',
    });
  if (state) rows.where('a.state', state);
  if (user !== undefined) rows.where('a.user_id', user);
  if (id !== undefined) rows.where('a.id', id);
  return rows;
}

export function toAppeal(row: Record<string, unknown>): ListedAppeal {
  return ListedAppeal.parse(row);
}

/** Newest first; `before`: the id of the last appeal of the page before. */
export async function listAppeals(
  { db }: Deps,
  guild: Snowflake,
  { before, limit, ...filters }: AppealFilters & { before?: string | undefined; limit: number },
): Promise<ListedAppeal[]> {
  const query = selectAppeals(db, guild, filters).orderBy('a.id', 'desc').limit(limit);
  if (before !== undefined) query.whereRaw('a.id < ?::bigint', [before]);
  const rows: Record<string, unknown>[] = await query;
  return rows.map(toAppeal);
}

export async function findAppeal(
  { db }: Deps,
  guild: Snowflake,
  id: string,
): Promise<ListedAppeal | undefined> {
  const row: Record<string, unknown> | undefined = await selectAppeals(db, guild, { id }).first();
  return row && toAppeal(row);
}
