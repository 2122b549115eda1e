import { z } from 'zod';
import type { Overwrite } from '../core/events.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Question } from '../db/together.ts';

const Guild = z.object({
  owner: z.string().nullable(),
  /** All its members were loaded once. */
  isLoaded: z.boolean(),
  isLoading: z.boolean(),
});
export type GuildFacts = z.infer<typeof Guild>;

const Role = z.object({
  id: z.string(),
  name: z.string(),
  position: z.number(),
  permissions: z.string(),
  managed: z.boolean(),
  active: z.boolean(),
});
export type RoleFacts = z.infer<typeof Role>;

const Channel = z.object({
  id: z.string(),
  name: z.string(),
  active: z.boolean(),
  overwrites: z.custom<Overwrite[]>(Array.isArray), // as the sync stored it
});
export type ChannelFacts = z.infer<typeof Channel>;

/** Undefined where the bot is not in the guild. */
export function guildFacts(guild: Snowflake): Question<GuildFacts | undefined> {
  return {
    sql: `SELECT owner_id::text AS owner, members_loaded_at IS NOT NULL AS "isLoaded",
        EXISTS (SELECT FROM sync_runs r WHERE r.guild_id = g.id AND r.state IN ('queued', 'running')) AS "isLoading"
      FROM guilds g WHERE id = ? AND active`,
    values: [guild],
    read: (rows) => z.array(Guild).parse(rows)[0],
  };
}

/** Ids of a member's roles; undefined for whom Discord did not show us as one: a row never seen earned bytes before. */
export function rolesOfMember(
  guild: Snowflake,
  user: Snowflake | undefined,
): Question<Snowflake[] | undefined> {
  return {
    sql: `SELECT roles::text[] FROM guild_members
      WHERE guild_id = ? AND user_id = ?::bigint AND active AND seen_at > '-infinity'`,
    values: [guild, user ?? null],
    read: (rows) => z.array(z.object({ roles: z.array(z.string()) })).parse(rows)[0]?.roles,
  };
}

/** Deleted ones too. */
export function guildRoles(guild: Snowflake): Question<RoleFacts[]> {
  return {
    sql: 'SELECT id::text, name, position, permissions::text, managed, active FROM guild_roles WHERE guild_id = ?',
    values: [guild],
    read: (rows) => z.array(Role).parse(rows),
  };
}

/** Deleted ones too. */
export function guildChannels(guild: Snowflake): Question<ChannelFacts[]> {
  return {
    sql: 'SELECT id::text, name, active, overwrites FROM guild_channels WHERE guild_id = ?',
    values: [guild],
    read: (rows) => z.array(Channel).parse(rows),
  };
}

/** Roles that the bot gives to members: those that are earned, and those of squads. */
export function givenRoles(guild: Snowflake): Question<{ rewards: Snowflake[]; squads: Snowflake[] }> {
  return {
    sql: `SELECT ARRAY(SELECT role_id::text FROM bytes_roles WHERE guild_id = ? ORDER BY threshold, role_id) AS rewards,
        ARRAY(SELECT role_id::text FROM squads WHERE guild_id = ? ORDER BY id) AS squads`,
    values: [guild, guild],
    read: (rows) => z.tuple([Given]).parse(rows)[0],
  };
}

const Given = z.object({ rewards: z.array(z.string()), squads: z.array(z.string()) });
