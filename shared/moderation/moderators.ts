import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

/** What tells who moderates a guild. */
export interface Moderators {
  owner: Snowflake | null;
  /** Roles that make a moderator anywhere in the guild: Manage Messages, Administrator, the guild's moderator role. */
  moderatorRoles: ReadonlySet<Snowflake>;
  /** Roles and members whom a channel's overwrites give Manage Messages there, or take it from: channel → target → which. */
  channelModerators: ReadonlyMap<Snowflake, ReadonlyMap<Snowflake, 'allow' | 'deny'>>;
}

/** Somebody, and where they are; of a thread, `parent` is the channel it belongs to. */
export interface Whereabouts {
  guild: Snowflake;
  user: Snowflake;
  /** Without `@everyone`. */
  roles: readonly Snowflake[];
  channel: Snowflake | null;
  parent: Snowflake | null;
}

/**
 * Whether somebody moderates there: the owner, who has such a role, or whom the channel's overwrites give Manage Messages
 * (Discord documentation, "Permission Overwrites"). A role that moderates the guild is not undone by a channel. Pure.
 */
export function isModerator(moderators: Moderators, who: Whereabouts): boolean {
  const { owner, moderatorRoles, channelModerators } = moderators;
  if (who.user === owner || moderatorRoles.has(who.guild)) return true;
  if (moderatorRoles.size > 0 && who.roles.some((role) => moderatorRoles.has(role))) return true;
  const place = who.parent ?? who.channel;
  const overwrites = place === null ? undefined : channelModerators.get(place);
  return overwrites !== undefined && isAllowed(overwrites, who);
}

/** The member's own overwrite goes before those of their roles, of which an allowing one is enough; `@everyone` comes last. */
function isAllowed(overwrites: ReadonlyMap<Snowflake, 'allow' | 'deny'>, who: Whereabouts): boolean {
  const own = overwrites.get(who.user);
  if (own) return own === 'allow';
  const ofRoles = who.roles.map((role) => overwrites.get(role));
  if (ofRoles.includes('allow')) return true;
  return !ofRoles.includes('deny') && overwrites.get(who.guild) === 'allow';
}

const Role = z.object({ guild: z.string(), role: z.string() });
const ChannelOverwrite = z.object({
  guild: z.string(),
  channel: z.string(),
  target: z.string(),
  allows: z.boolean(),
});

/** Who moderates these guilds, in three queries whatever their number. A guild that is not known has nobody. */
export async function loadModerators(
  { db }: { db: Knex },
  guilds: readonly Snowflake[],
): Promise<Map<Snowflake, Moderators>> {
  if (guilds.length === 0) return new Map();
  const [owners, roles, overwrites] = await Promise.all([
    rowsOf(z.object({ guild: z.string(), owner: z.string().nullable() }), db, ownersOf, guilds),
    rowsOf(Role, db, rolesOf, guilds),
    rowsOf(ChannelOverwrite, db, overwritesOf, guilds),
  ]);
  const found = new Map(
    guilds.map((guild) => [
      guild,
      {
        owner: null as Snowflake | null,
        moderatorRoles: new Set<Snowflake>(),
        channelModerators: new Map<Snowflake, Map<Snowflake, 'allow' | 'deny'>>(),
      },
    ]),
  );
  for (const { guild, owner } of owners) Object.assign(found.get(guild) ?? {}, { owner });
  for (const { guild, role } of roles) found.get(guild)?.moderatorRoles.add(role);
  for (const { guild, channel, target, allows } of overwrites) {
    const channels = found.get(guild)?.channelModerators;
    const targets = channels?.get(channel) ?? new Map();
    channels?.set(channel, targets.set(target, allows ? 'allow' : 'deny'));
  }
  return found;
}

const ownersOf = 'SELECT id AS guild, owner_id AS owner FROM guilds WHERE id = ANY(?::bigint[])';

const rolesOf = `
  SELECT guild_id AS guild, id::text AS role FROM guild_roles
  WHERE guild_id = ANY(?::bigint[]) AND active AND permissions & ${P.ManageMessages | P.Administrator} <> 0
  UNION
  SELECT guild_id, values ->> 'moderatorRole' FROM moderation_configs
  WHERE guild_id = ANY(?::bigint[]) AND values ->> 'moderatorRole' ~ '^[0-9]+$'`;

const overwritesOf = `
  SELECT c.guild_id AS guild, c.id AS channel, o.id AS target, o.allow & ${P.ManageMessages} <> 0 AS allows
  FROM guild_channels c, jsonb_to_recordset(c.overwrites) AS o (id text, allow bigint, deny bigint)
  WHERE c.guild_id = ANY(?::bigint[]) AND c.active AND (o.allow | o.deny) & ${P.ManageMessages} <> 0`;

async function rowsOf<S extends z.ZodType>(
  shape: S,
  db: Knex,
  sql: string,
  guilds: readonly Snowflake[],
): Promise<z.output<S>[]> {
  const bindings = Array.from(sql.matchAll(/\?::/g), () => [...guilds]);
  const { rows } = await db.raw<{ rows: unknown[] }>(sql, bindings);
  return z.array(shape).parse(rows);
}
