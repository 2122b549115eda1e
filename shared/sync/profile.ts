import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { Question } from '../db/together.ts';

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

const Person = z.object({
  id: z.string(),
  username: z.string(),
  globalName: z.string().nullable(),
  bot: z.boolean(),
});

const mostGuilds = 100;

/**
 * A user with their memberships, present ones first, then by name of the guild; at most a hundred. `only` limits the
 * guilds. Undefined for whom nothing is known of in any of them.
 */
export async function readProfile(
  { db }: { db: Knex },
  user: Snowflake,
  only?: readonly Snowflake[],
): Promise<{ user: z.infer<typeof Person>; memberships: Membership[] } | undefined> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT m.guild_id AS guild, g.name AS "guildName", m.name, m.nick, m.active, m.roles::text[] AS roles,
       m.joined_at AS "joinedAt", m.timed_out_until AS "timedOutUntil", m.pending, m.balance, m.received, m.sent, m.streak,
       u.id, u.username, u.global_name AS "globalName", u.bot
     FROM guild_members m JOIN guilds g ON g.id = m.guild_id JOIN discord_users u ON u.id = m.user_id
     WHERE m.user_id = ? AND g.active ${only ? 'AND m.guild_id = ANY(?::bigint[])' : ''}
     ORDER BY m.active DESC, lower(g.name), g.id LIMIT ${mostGuilds}`,
    only ? [user, [...only]] : [user],
  );
  if (rows.length === 0) return undefined;
  return { user: Person.parse(rows[0]), memberships: z.array(Membership).parse(rows) };
}

const NamedRole = z.object({ name: z.string(), color: z.number(), active: z.boolean() });

/** Roles of a guild as they are shown, the highest first; those that were deleted last. */
export function namedRoles(
  guild: Snowflake,
  ids: readonly Snowflake[],
): Question<z.infer<typeof NamedRole>[]> {
  return {
    sql: `SELECT name, color, active FROM guild_roles WHERE guild_id = ? AND id = ANY(?::bigint[])
      ORDER BY active DESC, position DESC, id`,
    values: [guild, [...ids]],
    read: (rows) => z.array(NamedRole).parse(rows),
  };
}
