import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { listNewest } from '../db/newest.ts';
import { nameOfUser } from './case-list.ts';

export const warningStates = ['active', 'expired', 'withdrawn'] as const;

export interface WarningFilters {
  user?: Snowflake | undefined;
  state?: (typeof warningStates)[number] | undefined;
  id?: string | undefined;
}

export const ListedWarning = z.object({
  id: z.string(),
  guild: z.string(),
  guildName: z.string(),
  user: z.string(),
  /** As in case-list.ts. */
  userName: z.string().nullable(),
  /** The case that it is, and its number. */
  case: z.string(),
  number: z.number(),
  /** Who gave it. */
  by: z.string(),
  reason: z.string(),
  createdAt: z.date(),
  /** When it no longer counts; null: never. */
  expiresAt: z.date().nullable(),
  withdrawnAt: z.date().nullable(),
  withdrawnBy: z.string().nullable(),
  state: z.enum(warningStates),
});
export type ListedWarning = z.infer<typeof ListedWarning>;

/** Warnings of a guild, or of all, without an order or a limit; rows for `toWarning`. Their table is `w`. */
export function selectWarnings(
  db: Knex,
  guild: Snowflake | null,
  { user, state, id }: WarningFilters,
): Knex.QueryBuilder {
  const rows = db('user_warnings AS w')
    .join('moderation_cases AS c', 'c.id', 'w.case_id')
    .leftJoin('guilds AS g', 'g.id', 'w.guild_id')
    .leftJoin('discord_users AS u', 'u.id', 'w.user_id')
    .leftJoin('guild_members AS m', (on) => on.on('m.guild_id', 'w.guild_id').andOn('m.user_id', 'w.user_id'))
    .select({
      id: 'w.id',
      guild: 'w.guild_id',
      guildName: db.raw("coalesce(g.name, '')"),
      user: 'w.user_id',
      userName: db.raw(nameOfUser),
      case: 'w.case_id',
      number: 'c.number',
      by: 'w.actor_name',
      reason: 'w.reason',
      createdAt: 'w.created_at',
      expiresAt: 'w.expires_at',
      withdrawnAt: 'w.withdrawn_at',
      withdrawnBy: 'w.withdrawn_by',
      state: db.raw(stateOf),
    });
  if (guild !== null) rows.where('w.guild_id', guild);
  if (user !== undefined) rows.where('w.user_id', user);
  if (state) rows.whereRaw(states[state]);
  if (id !== undefined) rows.where('w.id', id);
  return rows;
}

const states = {
  active: 'w.withdrawn_at IS NULL AND (w.expires_at IS NULL OR w.expires_at > now())',
  expired: 'w.withdrawn_at IS NULL AND w.expires_at <= now()',
  withdrawn: 'w.withdrawn_at IS NOT NULL',
};
const stateOf = `CASE WHEN ${states.withdrawn} THEN 'withdrawn' WHEN ${states.expired} THEN 'expired' ELSE 'active' END`;

export function toWarning(row: Record<string, unknown>): ListedWarning {
  return ListedWarning.parse(row);
}

interface Asked extends WarningFilters {
  /** The id of the last warning of the page before. */
  before?: string | undefined;
  limit: number;
}

/** Warnings of these guilds, newest first; null stands for all guilds. */
export async function listWarnings(
  { db }: { db: Knex },
  guilds: readonly Snowflake[] | null,
  { before, limit, ...filters }: Asked,
): Promise<ListedWarning[]> {
  const of = (guild: Snowflake | null) => selectWarnings(db, guild, filters);
  return (await listNewest(db, guilds, of, { table: 'w', before, limit })).map(toWarning);
}

export async function findWarning(
  { db }: { db: Knex },
  guild: Snowflake,
  id: string,
): Promise<ListedWarning | undefined> {
  const row: Record<string, unknown> | undefined = await selectWarnings(db, guild, { id }).first();
  return row && toWarning(row);
}
