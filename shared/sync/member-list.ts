import { z } from 'zod';
import { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

const Row = z.object({
  user: z.string(),
  name: z.string(),
  username: z.string(),
  bot: z.boolean(),
  roles: z.array(z.string()),
  joinedAt: z.date().nullable(),
  timedOutUntil: z.date().nullable(),
  balance: z.string(),
  active: z.boolean(),
  key: z.string().nullable(),
});
export type ListedMember = z.infer<typeof Row>;

export type MemberOrder = 'name' | 'joined' | 'balance';
/** `here`: now. `left`: no more. `timed-out`: now, and cannot write. */
export type MemberState = 'here' | 'left' | 'timed-out';

/** Each is read by an index. Where rows share a place, the user's id decides. */
interface Order {
  by: string;
  direction: 'ASC' | 'DESC' | 'DESC NULLS LAST';
  tie: 'ASC' | 'DESC';
  /** The place as a text, and how the text becomes a place again. */
  key: string;
  place: string;
}

const orders: Record<MemberOrder, Order> = {
  name: {
    by: 'lower(m.name) COLLATE "C"',
    direction: 'ASC',
    tie: 'ASC',
    key: 'lower(m.name)',
    place: '?::text',
  },
  joined: {
    by: 'm.joined_at',
    direction: 'DESC NULLS LAST',
    tie: 'DESC',
    key: '(extract(epoch FROM m.joined_at) * 1000000)::bigint::text',
    place: "(timestamptz 'epoch' + ?::bigint * interval '1 microsecond')",
  },
  balance: {
    by: 'm.balance',
    direction: 'DESC',
    tie: 'ASC',
    key: 'm.balance::text',
    place: '?::bigint',
  },
};

const states: Record<MemberState, string> = {
  here: 'm.active',
  left: 'NOT m.active',
  'timed-out': 'm.active AND m.timed_out_until > now()',
};

/** Of members who are called so here, and of users whose own names begin so, this many are looked through. */
const mostFound = 500;

interface Asked {
  state: MemberState;
  order: MemberOrder;
  /** How a name begins (nickname, display name or user name), whatever its case, or a whole id. */
  search?: string | undefined;
  role?: Snowflake | undefined;
  limit: number;
  /** The last row of the page before: its id, and its key. */
  after?: { user: Snowflake; key: string } | undefined;
}

/**
 * Members of a guild, a page at a time; members who joined at an unknown time are not listed by it. `after.key` must be
 * one that came with a row, or read like one.
 */
export async function listMembers(
  { db }: { db: Knex },
  guild: Snowflake,
  { state, order, search, role, limit, after }: Asked,
): Promise<ListedMember[]> {
  const { by, direction, tie, key, place } = orders[order];
  const conditions = ['m.guild_id = ?', states[state]];
  const values: Knex.RawBinding[] = [guild];
  const add = (sql: string, ...given: Knex.RawBinding[]) => {
    conditions.push(sql);
    values.push(...given);
  };
  if (order === 'joined') add('m.joined_at IS NOT NULL');
  if (role) add('m.roles @> ARRAY[?]::bigint[]', role);
  if (search) add(`m.user_id IN (${matches})`, ...matchValues(guild, search));
  if (after) {
    const [past, beyond] = [direction === 'ASC' ? '>' : '<', tie === 'ASC' ? '>' : '<'];
    add(`${by} ${past}= ${place}`, after.key);
    add(`(${by} ${past} ${place} OR m.user_id ${beyond} ?)`, after.key, after.user);
  }
  const sorted = `ORDER BY ${by} ${direction}, m.user_id ${tie}`;
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT m.user_id AS "user", m.name, u.username, u.bot, m.roles::text[] AS roles, m.joined_at AS "joinedAt",
       m.timed_out_until AS "timedOutUntil", m.balance, m.active, ${key} AS key
     FROM (SELECT * FROM guild_members m WHERE ${conditions.join(' AND ')} ${sorted} LIMIT ?) m
     JOIN discord_users u ON u.id = m.user_id ${sorted}`,
    [...values, limit],
  );
  return z.array(Row).parse(rows);
}

const matches = `
  SELECT ?::bigint
  UNION (SELECT user_id FROM guild_members WHERE guild_id = ? AND lower(name) COLLATE "C" LIKE lower(?)
    ORDER BY lower(name) COLLATE "C" LIMIT ${mostFound})
  UNION (SELECT f.user_id FROM guild_members f JOIN (
      (SELECT id FROM discord_users WHERE lower(username) COLLATE "C" LIKE lower(?)
        ORDER BY lower(username) COLLATE "C" LIMIT ${mostFound})
      UNION (SELECT id FROM discord_users WHERE lower(global_name) COLLATE "C" LIKE lower(?)
        ORDER BY lower(global_name) COLLATE "C" LIMIT ${mostFound})
    ) u ON f.guild_id = ? AND f.user_id = u.id)`;

function matchValues(guild: Snowflake, search: string): Knex.RawBinding[] {
  const id = Snowflake.safeParse(search).data ?? null;
  const name = beginningWith(search);
  return [id, guild, name, beginningWith(search.replace(/^@(?=.)/, '')), name, guild];
}

function beginningWith(text: string): string {
  return `${text.replace(/[\\%_]/g, '\\$&')}%`;
}
