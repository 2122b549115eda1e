import { HOUR } from '../core/clock.ts';
import type { GuildEvent } from '../core/events.ts';
import { type Snowflake, timeOf } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import type { SyncRun } from './model.ts';
import { saveChannels, saveRoles } from './parts.ts';
import { endRuns, queueRuns, type Wish } from './runs.ts';

/** What an event said of a guild, and when the shard received it (milliseconds since 1970). */
export type GuildSighting = GuildEvent & { at: number };

const calm = HOUR; // between two loads because of gaps: a shard that loses session after session loads no more than that
const spread = HOUR; // a session that begins anew, or another number of shards, shows all guilds at once

/**
 * Saves guilds, their roles and channels as seen; only what is newer is taken, so order and repetition do not matter. A
 * guild whose members were never loaded, or that has another number of them than we know, gets a run: answers with those.
 * One that has as many gets a run too, which waits for its turn: Discord shows a guild when a session begins that resumes
 * none, and when an outage of it ends, and what happened until then nobody was told (Discord documentation, "Guild Create").
 */
export function saveGuilds({ db }: { db: Knex }, sightings: GuildSighting[]): Promise<SyncRun[]> {
  return transact(db, async (trx) => {
    const before = await lockGuilds(trx, sightings);
    await saveFacts(trx, sightings);
    await saveRoles(trx, sightings);
    await saveChannels(trx, sightings);
    const wishes = sightings.flatMap(({ guild, memberCount, at }) => {
      const known = before.get(guild);
      if (memberCount === null || (known && known.seenAt >= at)) return [];
      return [{ guild, requestedBy: null, ...causeOf(guild, at, known, memberCount) }];
    });
    const runs = await queueRuns(trx, wishes);
    return runs.filter(({ reason }) => reason !== 'gap');
  });
}

function causeOf(
  guild: Snowflake,
  at: number,
  known: Known | undefined,
  memberCount: number,
): Pick<Wish, 'reason' | 'notBefore'> {
  if (!known || known.loadedAt === null) return { reason: 'join' };
  if (!known.active || known.memberCount !== memberCount) return { reason: 'return' };
  return { reason: 'gap', notBefore: Math.max(known.loadedAt + calm, at + (timeOf(guild) % spread)) };
}

interface Known {
  guild: Snowflake;
  memberCount: number | null;
  active: boolean;
  /** Milliseconds since 1970; null: its members never were. */
  loadedAt: number | null;
  /** Milliseconds since 1970. */
  seenAt: number;
}

async function lockGuilds(trx: Knex, sightings: GuildSighting[]): Promise<Map<Snowflake, Known>> {
  const { rows } = await trx.raw<{ rows: Known[] }>(
    `SELECT id AS guild, member_count AS "memberCount", active,
       (extract(epoch FROM members_loaded_at) * 1000)::float8 AS "loadedAt",
       coalesce(extract(epoch FROM nullif(seen_at, '-infinity')) * 1000, 0)::float8 AS "seenAt"
     FROM guilds WHERE id = ANY(?::bigint[]) ORDER BY id FOR UPDATE`,
    [sightings.map(({ guild }) => guild)],
  );
  return new Map(rows.map((row) => [row.guild, row]));
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

/** Marks guilds that the bot was removed from, also where nothing was known of them yet; their data stays, their runs end. */
export async function deactivateGuilds(
  { db }: { db: Knex },
  sightings: Pick<GuildSighting, 'guild' | 'at'>[],
): Promise<void> {
  await transact(db, async (trx) => {
    const { rows } = await trx.raw<{ rows: { guild: Snowflake }[] }>(
      `INSERT INTO guilds AS g (id, active, seen_at)
       SELECT guild, false, to_timestamp(max(at) / 1000.0)
       FROM jsonb_to_recordset(?::jsonb) AS s (guild bigint, at numeric)
       GROUP BY guild ORDER BY guild
       ON CONFLICT (id) DO UPDATE SET active = false, seen_at = excluded.seen_at
       WHERE g.seen_at < excluded.seen_at
       RETURNING id AS guild`,
      [JSON.stringify(sightings)],
    );
    const left = rows.map(({ guild }) => guild);
    await endRuns(trx, left, { is: 'abandoned' });
  });
}

/** A shard's guilds, all of them, as a session began. */
export interface Roll {
  shard: number;
  shards: number;
  guilds: Snowflake[];
  at: number;
}

/** The bot was removed, unheard, from guilds of the shard that are not on its roll. */
export async function deactivateUnlisted(
  { db }: { db: Knex },
  { shard, shards, guilds, at }: Roll,
): Promise<void> {
  const { rows } = await db.raw<{ rows: { guild: Snowflake }[] }>(
    `SELECT id AS guild FROM guilds
     WHERE active AND (id >> 22) % ? = ? AND seen_at < to_timestamp(? / 1000.0) AND id <> ALL(?::bigint[])`,
    [shards, shard, at, guilds],
  );
  if (rows.length === 0) return;
  await deactivateGuilds(
    { db },
    rows.map(({ guild }) => ({ guild, at })),
  );
}
