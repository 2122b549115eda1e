import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { isPresent } from './present.ts';

const Row = z.object({
  user: z.string(),
  name: z.string(),
  active: z.boolean(),
  joinedAt: z.date(),
  key: z.string(),
});
/** `active`: still in the guild. `key`: with the user's id, where the next page begins. */
export type SquadMemberRow = z.infer<typeof Row>;

export type SquadPlace = Pick<SquadMemberRow, 'key' | 'user'>;

interface Asked {
  squad: string;
  after?: SquadPlace;
  before?: SquadPlace;
  present?: boolean;
  limit: number;
}

/** One member of a squad; undefined where they are in another, or none. */
export async function findSquadMember(
  { db }: { db: Knex },
  { squad, user }: { squad: string; user: Snowflake },
): Promise<SquadMemberRow | undefined> {
  const { rows } = await db.raw<{ rows: unknown[] }>(`${selected} WHERE k.squad_id = ? AND k.user_id = ?`, [
    squad,
    user,
  ]);
  return z.array(Row).parse(rows)[0];
}

const selected = `SELECT k.user_id AS "user", coalesce(nullif(m.name, ''), u.global_name, u.username) AS name, m.active,
    k.joined_at AS "joinedAt", (extract(epoch FROM k.joined_at) * 1000000)::bigint AS key
  FROM squad_members k JOIN guild_members m USING (guild_id, user_id) JOIN discord_users u ON u.id = k.user_id`;

/**
 * A page of a squad's members, who came first first: those after a place, or the last ones before it; `present`: only
 * those who are in the guild. `key` holds the microseconds that a date would lose.
 */
export async function listSquadMembers(
  { db }: { db: Knex },
  { squad, after, before, present = false, limit }: Asked,
): Promise<SquadMemberRow[]> {
  const place = before ?? after;
  const [past, direction] = before ? ['<', 'DESC'] : ['>', 'ASC'];
  const bound = `AND (k.joined_at, k.user_id) ${past} (timestamptz 'epoch' + ?::bigint * interval '1 microsecond', ?::bigint)`;
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `${selected}
     WHERE k.squad_id = ? ${present ? `AND ${isPresent}` : ''} ${place ? bound : ''}
     ORDER BY k.joined_at ${direction}, k.user_id ${direction} LIMIT ?`,
    [squad, ...(place ? [place.key, place.user] : []), limit],
  );
  const members = z.array(Row).parse(rows);
  return before ? members.reverse() : members;
}
