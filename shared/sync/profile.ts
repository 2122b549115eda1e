import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

const Membership = z.object({
  guild: z.string(),
  guildName: z.string(),
  name: z.string(),
  nick: z.string().nullable(),
  active: z.boolean(),
  roles: z.array(z.string()),
  joinedAt: z.date().nullable(),
  timedOutUntil: z.date().nullable(),
  pending: z.boolean(),
  balance: z.string(),
  received: z.string(),
  sent: z.string(),
  streak: z.number(),
});
/** What is known of a user in one guild. */
export type Membership = z.infer<typeof Membership>;

const mostGuilds = 100;

/** A user's memberships, present ones first, then by name of the guild; at most a hundred. `only` limits the guilds. */
export async function listMemberships(
  { db }: { db: Knex },
  user: Snowflake,
  only?: readonly Snowflake[],
): Promise<Membership[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT m.guild_id AS guild, g.name AS "guildName", m.name, m.nick, m.active, m.roles::text[] AS roles,
       m.joined_at AS "joinedAt", m.timed_out_until AS "timedOutUntil", m.pending, m.balance, m.received, m.sent, m.streak
     FROM guild_members m JOIN guilds g ON g.id = m.guild_id
     WHERE m.user_id = ? AND g.active ${only ? 'AND m.guild_id = ANY(?::bigint[])' : ''}
     ORDER BY m.active DESC, lower(g.name), g.id LIMIT ${mostGuilds}`,
    only ? [user, [...only]] : [user],
  );
  return z.array(Membership).parse(rows);
}
