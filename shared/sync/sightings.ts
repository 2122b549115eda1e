import type { GuildEvent } from '../core/events.ts';
import { type Knex, transact } from '../db/knex.ts';
import { saveChannels, saveRoles } from './parts.ts';

/** What an event said of a guild, and when the shard received it (milliseconds since 1970). */
export type GuildSighting = GuildEvent & { at: number };

/** Saves guilds, their roles and channels as seen; only what is newer is taken, so order and repetition do not matter. */
export async function saveGuilds({ db }: { db: Knex }, sightings: GuildSighting[]): Promise<void> {
  await transact(db, async (trx) => {
    await saveFacts(trx, sightings);
    // The guilds' rows are locked by now, so that no other list of theirs comes between.
    await saveRoles(trx, sightings);
    await saveChannels(trx, sightings);
  });
}

async function saveFacts(trx: Knex, sightings: GuildSighting[]): Promise<void> {
  const facts = sightings.map(({ roles: _roles, channels: _channels, ...rest }) => rest);
  await trx.raw(
    `INSERT INTO guilds AS g (id, name, icon, owner_id, member_count, active, seen_at)
     SELECT DISTINCT ON (guild) guild, name, icon, owner, "memberCount", true, to_timestamp(at / 1000.0)
     FROM jsonb_to_recordset(?::jsonb) AS s (guild bigint, name text, icon text, owner bigint,
       "memberCount" integer, at numeric)
     ORDER BY guild, at DESC
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, icon = excluded.icon, owner_id = excluded.owner_id,
       member_count = coalesce(excluded.member_count, g.member_count), active = true, seen_at = excluded.seen_at
     WHERE g.seen_at < excluded.seen_at`,
    [JSON.stringify(facts)],
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
