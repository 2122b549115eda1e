import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { Guild } from './model.ts';

/** What an event said of a guild, and when the shard received it (milliseconds since 1970). */
export interface GuildSighting {
  guild: Snowflake;
  name: string;
  icon: string | null;
  owner: Snowflake;
  /** Null keeps what is known. */
  memberCount: number | null;
  at: number;
}

/** Saves guilds as seen; a row takes only what is newer, so order and repetition do not matter. */
export async function saveGuilds({ db }: { db: Knex }, sightings: GuildSighting[]): Promise<void> {
  await transact(db, (trx) =>
    trx.raw(
      `INSERT INTO guilds AS g (id, name, icon, owner_id, member_count, active, seen_at)
       SELECT DISTINCT ON (guild) guild, name, icon, owner, "memberCount", true, to_timestamp(at / 1000.0)
       FROM jsonb_to_recordset(?::jsonb) AS s (guild bigint, name text, icon text, owner bigint,
         "memberCount" integer, at numeric)
       ORDER BY guild, at DESC
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, icon = excluded.icon, owner_id = excluded.owner_id,
         member_count = coalesce(excluded.member_count, g.member_count), active = true, seen_at = excluded.seen_at
       WHERE g.seen_at < excluded.seen_at`,
      [JSON.stringify(sightings)],
    ),
  );
}

/** Marks guilds that the bot was removed from, also where nothing was known of them yet; their data stays. */
export async function deactivateGuilds(
  { db }: { db: Knex },
  sightings: Pick<GuildSighting, 'guild' | 'at'>[],
): Promise<void> {
  await transact(db, (trx) =>
    trx.raw(
      `INSERT INTO guilds AS g (id, active, seen_at)
       SELECT guild, false, to_timestamp(max(at) / 1000.0)
       FROM jsonb_to_recordset(?::jsonb) AS s (guild bigint, at numeric)
       GROUP BY guild ORDER BY guild
       ON CONFLICT (id) DO UPDATE SET active = false, seen_at = excluded.seen_at
       WHERE g.seen_at < excluded.seen_at`,
      [JSON.stringify(sightings)],
    ),
  );
}

/** Active guilds in the order of their ids; `search` matches any part of the name or the whole id, `only` limits them, `after` is the last id of the page before. */
export async function listGuilds(
  { db }: { db: Knex },
  { search, only, limit, after }: { search?: string; only?: Snowflake[]; limit: number; after?: Snowflake },
): Promise<Guild[]> {
  const query = Guild.query(db).where('active', true).orderBy('id').limit(limit);
  if (only) query.whereIn('id', only);
  if (after) query.where('id', '>', after);
  if (search) {
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
    query.where((or) => or.whereRaw('name ILIKE ?', [pattern]).orWhereRaw('id::text = ?', [search]));
  }
  return query;
}

export async function findGuild({ db }: { db: Knex }, id: Snowflake): Promise<Guild | undefined> {
  return Guild.query(db).findById(id);
}
