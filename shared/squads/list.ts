import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { presentMembers } from './present.ts';
import type { Standing } from './rules.ts';

type Deps = { db: Knex };

/** As people see it; `members`: how many are in it, and in the guild. */
export const ListedSquad = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  role: z.string(),
  active: z.boolean(),
  capacity: z.number().nullable(),
  welcome: z.string().nullable(),
  version: z.number(),
  createdAt: z.date(),
  members: z.number(),
});
export type ListedSquad = z.infer<typeof ListedSquad>;

const listed = `SELECT s.id, s.name, s.description, s.role_id AS role, s.active, s.capacity, s.welcome, s.version,
    s.created_at AS "createdAt", ${presentMembers('s.id')} AS members
  FROM squads s`;

/** A guild's squads by name, whatever its case: no more than it has roles, which Discord limits to 250. */
export async function listSquads(
  { db }: Deps,
  guild: Snowflake,
  { active }: { active?: boolean } = {},
): Promise<ListedSquad[]> {
  const only = active === undefined ? '' : `AND s.active = ${active}`;
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `${listed} WHERE s.guild_id = ? ${only} ORDER BY lower(s.name), s.id`,
    [guild],
  );
  return z.array(ListedSquad).parse(rows);
}

export async function findSquad(
  { db }: Deps,
  guild: Snowflake,
  id: string,
): Promise<ListedSquad | undefined> {
  return one(db, 's.guild_id = ? AND s.id = ?::bigint', [guild, id]);
}

export async function findSquadByName(
  { db }: Deps,
  guild: Snowflake,
  name: string,
): Promise<ListedSquad | undefined> {
  return one(db, 's.guild_id = ? AND lower(s.name) = lower(?)', [guild, name.trim()]);
}

/** Names that begin so, whatever their case; of inactive squads too, since their members stay. */
export async function suggestSquads(
  { db }: Deps,
  guild: Snowflake,
  prefix: string,
  limit: number,
): Promise<string[]> {
  const pattern = `${prefix.trim().replace(/[\\%_]/g, '\\$&')}%`;
  return db('squads')
    .where('guild_id', guild)
    .whereRaw('lower(name) LIKE lower(?)', [pattern])
    .orderByRaw('lower(name), id')
    .limit(limit)
    .pluck('name');
}

const Membership = z.object({
  squad: z.string(),
  name: z.string(),
  role: z.string(),
  joinedAt: z.date(),
});
/** In which squad a member is, and since when. */
export type Membership = z.infer<typeof Membership>;

export async function squadOf(
  { db }: Deps,
  guild: Snowflake,
  user: Snowflake,
): Promise<Membership | undefined> {
  const row: unknown = await db('squad_members AS m')
    .join('squads AS s', 's.id', 'm.squad_id')
    .where({ 'm.guild_id': guild, 'm.user_id': user })
    .first('s.id AS squad', 's.name', 's.role_id AS role', 'm.joined_at AS joinedAt');
  return row === undefined ? undefined : Membership.parse(row);
}

/** What decides what a member may do, as it was just now: nothing is held, so the decision itself reads it again. */
export async function readStanding({ db }: Deps, guild: Snowflake, user: Snowflake): Promise<Standing> {
  const row: { balance: string; ever: boolean; squad: string | null } | undefined = await db(
    'guild_members AS g',
  )
    .leftJoin('squad_members AS m', (on) => on.on('m.guild_id', 'g.guild_id').andOn('m.user_id', 'g.user_id'))
    .where({ 'g.guild_id': guild, 'g.user_id': user })
    .first('g.balance', 'g.ever_in_squad AS ever', 'm.squad_id AS squad');
  return row
    ? { balance: Number(row.balance), everInSquad: row.ever, squad: row.squad }
    : { balance: 0, everInSquad: false, squad: null };
}

async function one(db: Knex, where: string, values: string[]): Promise<ListedSquad | undefined> {
  const { rows } = await db.raw<{ rows: unknown[] }>(`${listed} WHERE ${where}`, values);
  return z.array(ListedSquad).max(1).parse(rows)[0];
}
