import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { guildPermissions } from '../core/permissions.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

/** Where somebody stands in a guild. */
export interface Rank {
  user: Snowflake;
  isBot: boolean;
  /** Is there now, as far as we know: not who left, was banned, or never came. */
  isMember: boolean;
  isOwner: boolean;
  /** Never seen there while its members were never loaded, or its roles are not known yet: they may be anybody. */
  isUnknown: boolean;
  /** The highest of their roles; `@everyone`, at 0, where they have no other. */
  top: { position: number; role: Snowflake };
  /** In the guild, before any channel's overwrites. */
  permissions: bigint;
}

/**
 * The ranks of all these users, in one query, from our own rows. Of a bot or guild that was never seen nothing is known:
 * it ranks as a stranger.
 */
export async function readRanks(
  { db, clock }: { db: Knex; clock: Clock },
  guild: Snowflake,
  users: readonly Snowflake[],
): Promise<Map<Snowflake, Rank>> {
  const { rows } = await db.raw<{ rows: unknown[] }>(reading, [[...users], guild, guild]);
  return new Map(
    z
      .array(Row)
      .parse(rows)
      .map((row) => [row.user, rankOf(guild, row, clock())]),
  );
}

const HeldRole = z.object({ id: z.string(), position: z.number(), permissions: z.string() });
const Row = z.object({
  user: z.string(),
  owner: z.string().nullable(),
  isBot: z.boolean(),
  isMember: z.boolean(),
  isUnknown: z.boolean(),
  timedOutUntil: z.date().nullable(),
  /** `@everyone` among them. */
  roles: z.array(HeldRole),
});

const reading = `
  SELECT a."user"::text, g.owner_id::text AS owner, coalesce(u.bot, false) AS "isBot",
    coalesce(m.active AND m.seen_at > '-infinity', false) AS "isMember",
    g.members_loaded_at IS NULL AND coalesce(m.seen_at, '-infinity') = '-infinity' AS "isUnknown", m.timed_out_until AS "timedOutUntil",
    coalesce((
      SELECT jsonb_agg(jsonb_build_object('id', r.id::text, 'position', r.position, 'permissions', r.permissions::text))
      FROM guild_roles r WHERE r.guild_id = g.id AND r.active AND (r.id = g.id OR r.id = ANY(m.roles))
    ), '[]') AS roles
  FROM (SELECT DISTINCT unnest(?::bigint[]) AS "user") a
    LEFT JOIN guilds g ON g.id = ?
    LEFT JOIN discord_users u ON u.id = a."user"
    LEFT JOIN guild_members m ON m.guild_id = ? AND m.user_id = a."user"`;

function rankOf(guild: Snowflake, row: z.infer<typeof Row>, now: number): Rank {
  const { user, owner, isBot, isMember, timedOutUntil } = row;
  const isUnknown = row.isUnknown || row.roles.length === 0;
  const roles = isMember ? row.roles : [];
  const standing = {
    ...{ guild, owner, user },
    roles: roles.map(({ id }) => id),
    timedOut: (timedOutUntil?.getTime() ?? 0) > now,
  };
  const permissions = isMember
    ? guildPermissions(standing, new Map(roles.map((role) => [role.id, role.permissions])))
    : 0n;
  const isOwner = user === owner;
  return { user, isBot, isMember, isOwner, isUnknown, top: highest(guild, roles), permissions };
}

function highest(guild: Snowflake, roles: readonly z.infer<typeof HeldRole>[]): Rank['top'] {
  return roles
    .filter(({ id }) => id !== guild)
    .map(({ id, position }) => ({ role: id, position }))
    .reduce((top, each) => (isHigher(each, top) ? each : top), { role: guild, position: 0 });
}

/** Of two roles at one position the older one is higher (Discord documentation, "Role Object"). */
export function isHigher(one: Rank['top'], other: Rank['top']): boolean {
  if (one.position !== other.position) return one.position > other.position;
  return BigInt(one.role) < BigInt(other.role);
}
