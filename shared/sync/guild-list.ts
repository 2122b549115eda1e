import { z } from 'zod';
import { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

const Row = z.object({
  id: z.string(),
  name: z.string(),
  memberCount: z.number().nullable(),
});
export type ListedGuild = z.infer<typeof Row>;

/** The last row of the page before: its id, and what it is sorted by. */
export interface GuildsAfter {
  id: Snowflake;
  key: string;
}

/** By name as it is spelled, whatever the case; by members, guilds without a count last. */
export type GuildOrder = 'name' | '-name' | 'members' | '-members';

/** The key is the same expression as in the indexes. */
const orders: Record<GuildOrder, { key: string; type: string; direction: 'ASC' | 'DESC'; past: '>' | '<' }> =
  {
    name: { key: 'lower(name) COLLATE "C"', type: 'text', direction: 'ASC', past: '>' },
    '-name': { key: 'lower(name) COLLATE "C"', type: 'text', direction: 'DESC', past: '<' },
    members: { key: 'coalesce(member_count, -1)', type: 'integer', direction: 'ASC', past: '>' },
    '-members': { key: 'coalesce(member_count, -1)', type: 'integer', direction: 'DESC', past: '<' },
  };

/** Of so many guilds, the largest, any part of the name is found; of the others its beginning. */
const searched = 10_000;
const mostFound = 1_000;

/**
 * Active guilds, a page at a time, sorted by name or members; `search` matches a name or a whole id, `only` limits
 * them. Each page is read by an index, however many guilds there are.
 */
export async function listGuilds(
  { db }: { db: Knex },
  {
    search,
    only,
    limit,
    after,
    order = 'name',
  }: { search?: string; only?: Snowflake[]; limit: number; after?: GuildsAfter; order?: GuildOrder },
): Promise<(ListedGuild & { key: string })[]> {
  const { key, type, direction, past } = orders[order];
  const conditions = ['active'];
  const values: Knex.RawBinding[] = [];
  const add = (sql: string, ...given: Knex.RawBinding[]) => {
    conditions.push(sql);
    values.push(...given);
  };
  if (only) add('id = ANY(?::bigint[])', only);
  if (after) add(`(${key}, id) ${past} (?::${type}, ?::bigint)`, after.key, after.id);
  if (search) add(`id IN (${matches})`, ...matchValues(search));
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT id, name, member_count AS "memberCount", (${key})::text AS key FROM guilds
     WHERE ${conditions.join(' AND ')} ORDER BY ${key} ${direction}, id ${direction} LIMIT ?`,
    [...values, limit],
  );
  return z.array(Row.extend({ key: z.string() })).parse(rows);
}

const matches = `
  SELECT id FROM guilds WHERE id = ?::bigint
  UNION ALL (SELECT id FROM guilds WHERE active AND lower(name) COLLATE "C" LIKE lower(?) LIMIT ${mostFound})
  UNION ALL (SELECT id FROM (SELECT id, name FROM guilds WHERE active
    ORDER BY coalesce(member_count, -1) DESC, id DESC LIMIT ${searched}) AS largest WHERE name ILIKE ?)`;

function matchValues(search: string): Knex.RawBinding[] {
  const pattern = search.replace(/[\\%_]/g, '\\$&');
  return [Snowflake.safeParse(search).data ?? null, `${pattern}%`, `%${pattern}%`];
}
