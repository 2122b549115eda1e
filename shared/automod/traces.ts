import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { heldRange } from '../db/partitions.ts';

/** What is kept of a message for backtests: who, where, when (its id says), and what windows compare; no text. */
export interface MessageTrace {
  message: Snowflake;
  guild: Snowflake;
  channel: Snowflake;
  user: Snowflake;
  /** 16 hexadecimal digits. */
  fingerprint: string | null;
  length: number;
  mentions: number;
  attachments: number;
}

/** In one statement, however many. One that is kept already is left as it is; one that is too old to be kept is left out. */
export async function saveTraces({ db }: { db: Knex }, traces: readonly MessageTrace[]): Promise<void> {
  if (traces.length === 0) return;
  const column = <C extends keyof MessageTrace>(name: C) => traces.map((trace) => trace[name]) as string[]; // knex knows no arrays of null
  await db.raw(save, [
    column('message'),
    column('guild'),
    column('channel'),
    column('user'),
    column('fingerprint'),
    column('length'),
    column('mentions'),
    column('attachments'),
  ]);
}

const save = `
  INSERT INTO message_traces (message_id, at, guild_id, channel_id, user_id, fingerprint, length, mentions, attachments)
  SELECT message, t.at, guild, channel, author, ('x' || fingerprint)::bit(64)::bigint, length,
    least(mentions, 32767), least(attachments, 32767)
  FROM (
    SELECT *, to_timestamp(((message >> 22) + 1420070400000) / 1000.0) AS at
    FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::integer[], ?::integer[], ?::integer[])
      AS t (message, guild, channel, author, fingerprint, length, mentions, attachments)
  ) t, (${heldRange('message_traces')}) held
  WHERE t.at >= held.since AND t.at < held.until
  ON CONFLICT DO NOTHING`;
