import { z } from 'zod';
import type { Knex } from '../db/knex.ts';

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

/**
 * A page of a squad's members, who came first first: those after a place, or the last ones before it. `key` holds the
 * microseconds that a date would lose.
 */
export async function listSquadMembers(
  { db }: { db: Knex },
  { squad, after, before, limit }: { squad: string; after?: SquadPlace; before?: SquadPlace; limit: number },
): Promise<SquadMemberRow[]> {
  const place = before ?? after;
  const [past, direction] = before ? ['<', 'DESC'] : ['>', 'ASC'];
  const bound = `AND (s.joined_at, s.user_id) ${past} (timestamptz 'epoch' + ?::bigint * interval '1 microsecond', ?::bigint)`;
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT s.user_id AS "user", coalesce(nullif(m.name, ''), u.global_name, u.username) AS name, m.active,
       s.joined_at AS "joinedAt", (extract(epoch FROM s.joined_at) * 1000000)::bigint AS key
     FROM squad_members s JOIN guild_members m USING (guild_id, user_id) JOIN discord_users u ON u.id = s.user_id
     WHERE s.squad_id = ? ${place ? bound : ''}
     ORDER BY s.joined_at ${direction}, s.user_id ${direction} LIMIT ?`,
    [squad, ...(place ? [place.key, place.user] : []), limit],
  );
  const members = z.array(Row).parse(rows);
  return before ? members.reverse() : members;
}
