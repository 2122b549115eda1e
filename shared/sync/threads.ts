import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { ThreadSighting } from '../core/events.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';

/** What was told of a guild's threads, and when (milliseconds since 1970). */
export type SeenThreads = { guild: Snowflake; at: number } & (
  | { is: 'here'; thread: ThreadSighting }
  | { is: 'gone'; id: Snowflake }
  /** All that are open in these channels; null: in the guild. */
  | { is: 'listed'; channels: Snowflake[] | null; threads: ThreadSighting[] }
);

/**
 * Saves threads and the channels they belong to; a row takes only what is newer, so order and repetition do not matter.
 * Answers with the guilds in which a thread was opened where that matters to auto-moderation: in a channel that a rule
 * exempts, or that makes moderators of its own.
 */
export async function saveThreads(db: Knex, seen: readonly SeenThreads[]): Promise<Snowflake[]> {
  if (seen.length === 0) return [];
  const lists = seen.flatMap((one) => (one.is === 'listed' ? [one] : []));
  const rows = seen.flatMap((one) => rowsOf(one));
  return transact(db, async (trx) => {
    await addGuilds(trx, [...new Set(seen.map(({ guild }) => guild))]);
    if (lists.length > 0) await trx.raw(closeUnlisted, [JSON.stringify(lists)]);
    if (rows.length === 0) return [];
    const { rows: opened } = await trx.raw<{ rows: { guild: Snowflake }[] }>(save, [JSON.stringify(rows)]);
    return opened.map(({ guild }) => guild);
  });
}

interface Row {
  guild: Snowflake;
  at: number;
  id: Snowflake;
  /** Null: only that it is gone is known. */
  parent: Snowflake | null;
  active: boolean;
}

function rowsOf(one: SeenThreads): Row[] {
  const { guild, at } = one;
  const rowOf = ({ id, parent, archived }: ThreadSighting) => ({ guild, at, id, parent, active: !archived });
  if (one.is === 'here') return [rowOf(one.thread)];
  if (one.is === 'listed') return one.threads.map(rowOf);
  return [{ guild, at, id: one.id, parent: null, active: false }];
}

async function addGuilds(trx: Knex, guilds: Snowflake[]): Promise<void> {
  await trx.raw(
    `INSERT INTO guilds (id) SELECT id FROM unnest(?::bigint[]) AS t (id)
     WHERE NOT EXISTS (SELECT FROM guilds g WHERE g.id = t.id) ORDER BY 1 ON CONFLICT DO NOTHING`,
    [guilds],
  );
}

const closeUnlisted = `
  WITH lists AS (
    SELECT guild, to_timestamp(at / 1000.0) AS at, nullif(channels, 'null'::jsonb) AS channels, threads
    FROM jsonb_to_recordset(?::jsonb) AS l (guild bigint, at numeric, channels jsonb, threads jsonb)
  ), unlisted AS (
    SELECT t.guild_id, t.id, max(l.at) AS at FROM lists l JOIN guild_threads t ON t.guild_id = l.guild
    WHERE t.active AND t.seen_at < l.at
      AND (l.channels IS NULL OR l.channels @> to_jsonb(t.parent_id::text))
      AND NOT EXISTS (SELECT FROM jsonb_to_recordset(l.threads) AS n (id bigint) WHERE n.id = t.id)
    GROUP BY t.guild_id, t.id ORDER BY t.guild_id, t.id
  )
  UPDATE guild_threads t SET active = false, seen_at = u.at FROM unlisted u
  WHERE t.guild_id = u.guild_id AND t.id = u.id AND t.seen_at < u.at`;

/** A thread that is gone and was never known leaves no row. */
const save = `
  WITH told AS (
    SELECT DISTINCT ON (guild, id) guild, id, parent, active, to_timestamp(at / 1000.0) AS at
    FROM jsonb_to_recordset(?::jsonb) AS s (guild bigint, at numeric, id bigint, parent bigint, active boolean)
    ORDER BY guild, id, s.at DESC
  ), closed AS (
    UPDATE guild_threads k SET active = false, seen_at = t.at FROM told t
    WHERE t.parent IS NULL AND k.guild_id = t.guild AND k.id = t.id AND k.seen_at < t.at
  ), saved AS (
    INSERT INTO guild_threads AS k (guild_id, id, parent_id, active, seen_at)
    SELECT guild, id, parent, active, at FROM told WHERE parent IS NOT NULL ORDER BY guild, id
    ON CONFLICT (guild_id, id) DO UPDATE SET parent_id = excluded.parent_id, active = excluded.active,
      seen_at = excluded.seen_at
    WHERE k.seen_at < excluded.seen_at
    RETURNING guild_id, id, parent_id, active
  )
  SELECT DISTINCT s.guild_id AS guild
  FROM saved s LEFT JOIN guild_threads was ON was.guild_id = s.guild_id AND was.id = s.id
  WHERE s.active AND was.active IS NOT TRUE AND (
    EXISTS (SELECT FROM automod_rules r
      WHERE r.guild_id = s.guild_id AND r.enabled AND s.parent_id = ANY(r.exempt_channels))
    OR EXISTS (SELECT FROM guild_channels c, jsonb_to_recordset(c.overwrites) AS o (allow bigint, deny bigint)
      WHERE c.guild_id = s.guild_id AND c.id = s.parent_id AND (o.allow | o.deny) & ${P.ManageMessages} <> 0))`;
