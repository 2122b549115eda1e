import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { Question } from '../db/together.ts';
import { Guild, GuildChannel, GuildRole } from './model.ts';

export { type GuildOrder, type GuildsAfter, type ListedGuild, listGuilds } from './guild-list.ts';
export { findPeople, type Person } from './people.ts';
export { deactivateGuilds, type GuildSighting, saveGuilds } from './sightings.ts';

export async function findGuild({ db }: { db: Knex }, id: Snowflake): Promise<Guild | undefined> {
  return Guild.query(db).findById(id);
}

/** A guild's roles, the highest first; those that were deleted last. Its id is that of `@everyone`. */
export async function listRoles({ db }: { db: Knex }, guild: Snowflake): Promise<GuildRole[]> {
  return GuildRole.query(db)
    .where('guild_id', guild)
    .orderBy([{ column: 'active', order: 'desc' }, { column: 'position', order: 'desc' }, 'id']);
}

export async function findRole(
  { db }: { db: Knex },
  guild: Snowflake,
  id: Snowflake,
): Promise<GuildRole | undefined> {
  return GuildRole.query(db).findById([guild, id]);
}

export async function findChannel(
  { db }: { db: Knex },
  guild: Snowflake,
  id: Snowflake,
): Promise<GuildChannel | undefined> {
  return GuildChannel.query(db).findById([guild, id]);
}

/** Channels that people write messages in: text, announcements, and the chats of voice and stage channels. */
export const textTypes: readonly number[] = [0, 5, 2, 13];

/**
 * A guild's channels as Discord orders them, each with the name of its category; those that were deleted last.
 * `types` limits them (Discord documentation, "Channel Types").
 */
export async function listChannels(
  { db }: { db: Knex },
  guild: Snowflake,
  { types }: { types?: readonly number[] } = {},
): Promise<(GuildChannel & { category: string | null })[]> {
  const query = GuildChannel.query(db)
    .alias('c')
    .leftJoin('guild_channels as p', (on) => on.on('p.guild_id', 'c.guild_id').on('p.id', 'c.parent_id'))
    .where('c.guild_id', guild)
    .select('c.*', 'p.name as category')
    .orderByRaw('c.active DESC, coalesce(p.position, -1), p.id NULLS FIRST, c.position, c.id')
    .castTo<(GuildChannel & { category: string | null })[]>();
  if (types) query.whereIn('c.type', [...types]);
  return query;
}

/** How many roles and channels a guild has now; `@everyone` and categories among them. */
export function partsOf(guild: Snowflake): Question<{ roles: number; channels: number }> {
  return {
    sql: `SELECT (SELECT count(*) FROM guild_roles WHERE guild_id = g.id AND active) AS roles,
       (SELECT count(*) FROM guild_channels WHERE guild_id = g.id AND active) AS channels
     FROM (SELECT ?::bigint AS id) g`,
    values: [guild],
    read: (rows) => Parts.parse(rows)[0],
  };
}

const Parts = z.tuple([z.object({ roles: z.number(), channels: z.number() })]);
