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

const Sums = z.object({
  balance: z.string(),
  received: z.string(),
  sent: z.string(),
  /** Memberships, as they stand. */
  present: z.number(),
  left: z.number(),
  /** In guilds that the bot has left. */
  gone: z.number(),
});

const mostGuilds = 100;

/**
 * A user with their memberships of guilds that the bot is in, present ones first, then by name of the guild; at most a
 * hundred. `sums` are of all guilds, also of those that the bot has left. `only` limits the guilds. Undefined for whom
 * nothing is known of in any of them.
 */
export async function readProfile(
  { db }: { db: Knex },
  user: Snowflake,
  only?: readonly Snowflake[],
): Promise<
  { user: z.infer<typeof Person>; memberships: Membership[]; sums: z.infer<typeof Sums> } | undefined
> {
  const { rows } = await db.raw<{ rows: { guild: string | null; sums: unknown }[] }>(
    `WITH mine AS MATERIALIZED (
       SELECT m.*, g.name AS guild_name, g.active AS is_ours FROM guild_members m JOIN guilds g ON g.id = m.guild_id
       WHERE m.user_id = ? ${only ? 'AND m.guild_id = ANY(?::bigint[])' : ''}
     ), summed AS (
       SELECT json_build_object('balance', sum(balance)::text, 'received', sum(received)::text, 'sent', sum(sent)::text,
         'present', count(*) FILTER (WHERE is_ours AND active), 'left', count(*) FILTER (WHERE is_ours AND NOT active),
         'gone', count(*) FILTER (WHERE NOT is_ours)) AS sums
       FROM mine HAVING count(*) > 0
     )
     SELECT m.guild_id AS guild, m.guild_name AS "guildName", m.name, m.nick, m.active, m.roles::text[] AS roles,
       m.joined_at AS "joinedAt", m.timed_out_until AS "timedOutUntil", m.pending, m.balance, m.received, m.sent, m.streak,
       u.id, u.username, u.global_name AS "globalName", u.bot, summed.sums
     FROM summed JOIN discord_users u ON u.id = ? LEFT JOIN mine m ON m.is_ours
     ORDER BY m.active DESC, lower(m.guild_name), m.guild_id LIMIT ${mostGuilds}`,
    only ? [user, [...only], user] : [user, user],
  );
  if (rows.length === 0) return undefined;
  const listed = rows.filter(({ guild }) => guild !== null);
  return {
    user: Person.parse(rows[0]),
    memberships: z.array(Membership).parse(listed),
    sums: Sums.parse(rows[0]?.sums),
  };
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
