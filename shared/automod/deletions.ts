import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { runPrepared } from '../db/prepared.ts';

type Deps = { db: Knex };
type Ids = readonly Snowflake[];

/** Those of these messages that are to be deleted, because of a rule or of a file, and are not yet. */
export async function findWantedDeletions({ db }: Deps, messages: Ids): Promise<Snowflake[]> {
  const rows = await runPrepared<{ id: Snowflake }>(db, finding, [[...messages], [...messages]]);
  return rows.map(({ id }) => id);
}

const finding = {
  name: 'find-wanted-deletions',
  sql: `SELECT message_id AS id FROM automod_firing_messages
    WHERE message_id = ANY (?::bigint[]) AND deletion = 'wanted'
    UNION SELECT message_id FROM file_attachments WHERE message_id = ANY (?::bigint[]) AND deletion = 'wanted'
    ORDER BY id`,
};

/** What else of a channel is to be deleted, at most so many. */
export async function findWantedInChannel(
  { db }: Deps,
  { guild, channel }: { guild: Snowflake; channel: Snowflake },
  limit: number,
): Promise<Snowflake[]> {
  const { rows } = await db.raw<{ rows: { id: Snowflake }[] }>(
    `SELECT message_id AS id FROM automod_firing_messages WHERE channel_id = ? AND deletion = 'wanted'
     UNION SELECT message_id FROM file_attachments WHERE guild_id = ? AND channel_id = ? AND deletion = 'wanted'
     ORDER BY id LIMIT ?`,
    [channel, guild, channel, limit],
  );
  return rows.map(({ id }) => id);
}

/** Writes down what became of messages, for every firing and file that wanted them gone. */
export async function settleDeletions(
  { db }: Deps,
  messages: Ids,
  deletion: 'done' | 'failed',
): Promise<void> {
  await db.raw(
    `WITH files AS (
       UPDATE file_attachments SET deletion = ? WHERE message_id = ANY (?::bigint[]) AND deletion = 'wanted')
     UPDATE automod_firing_messages SET deletion = ? WHERE message_id = ANY (?::bigint[]) AND deletion = 'wanted'`,
    [deletion, [...messages], deletion, [...messages]],
  );
}

export interface WaitingDeletion {
  guild: Snowflake;
  channel: Snowflake;
  message: Snowflake;
}

/** Messages that wait to be deleted for more than 30 seconds, the oldest first. */
export async function findWaitingDeletions({ db }: Deps, limit: number): Promise<WaitingDeletion[]> {
  const { rows } = await db.raw<{ rows: WaitingDeletion[] }>(
    `(SELECT f.guild_id AS guild, m.channel_id AS channel, m.message_id AS message
      FROM automod_firing_messages m JOIN automod_firings f ON f.id = m.firing_id
      WHERE m.deletion = 'wanted' AND m.at < now() - interval '30 seconds' ORDER BY m.at LIMIT ?)
     UNION ALL
     (SELECT guild_id, channel_id, message_id FROM file_attachments
      WHERE deletion = 'wanted' AND at < now() - interval '30 seconds' ORDER BY at LIMIT ?)`,
    [limit, limit],
  );
  return rows;
}
