import { z } from 'zod';
import { HOUR, SECOND } from '../core/clock.ts';
import { keys, partitionOf } from '../core/keys.ts';
import type { Cluster, Redis } from '../core/redis.ts';
import { type Snowflake, timeOf } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { heldRange } from '../db/partitions.ts';

/** What is kept of a message for a day, so that a log can show what was changed or deleted. */
const RecentMessage = z.object({
  id: z.string(),
  guild: z.string(),
  channel: z.string(),
  user: z.string(),
  /** At most 2,000 characters of it are kept. */
  content: z.string(),
  attachments: z.number(),
  /** Milliseconds since 1970; null: as it was written. */
  editedAt: z.number().nullable(),
});
export type RecentMessage = z.infer<typeof RecentMessage>;

const mostContent = 2_000; // characters of Discord's own limit; longer ones are of those who pay for it
const mostOfGuild = 8 * 1024 * 1024; // bytes an hour: with 24 hours kept, at most 192 MiB of a guild
const beside = 100; // bytes of a row besides its text

/**
 * Keeps messages as they are now, in one call of Redis and one statement, however many. Of one that is kept already, the
 * later version stays. What is too old, or beyond what a guild may fill in an hour, is left out. All are of one partition.
 */
export async function keepMessages(
  { db, redis, partitions }: { db: Knex; redis: Redis | Cluster; partitions: number },
  messages: readonly RecentMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  const fitting = await takeRoom(
    { redis, partitions },
    messages.map((message) => ({ ...message, content: cutText(message.content) })),
  );
  if (fitting.length > 0) await db.raw(keeping, [JSON.stringify(fitting)]);
}

/** Without the first half of a sign that was cut in two, which Postgres cannot store. */
function cutText(text: string): string {
  return text.length <= mostContent ? text : text.slice(0, mostContent).replace(/[\uD800-\uDBFF]$/, '');
}

/** Counts what each guild fills in each hour; a repetition counts again, which only makes the bound a little tighter. */
async function takeRoom(
  { redis, partitions }: { redis: Redis | Cluster; partitions: number },
  messages: readonly RecentMessage[],
): Promise<RecentMessage[]> {
  const rooms = new Map<string, { key: string; guild: Snowflake; bytes: number; its: RecentMessage[] }>();
  for (const message of messages) {
    const { guild, id, content } = message;
    const hour = Math.floor(timeOf(id) / HOUR);
    const key = keys.recentMessages(partitionOf(guild, partitions), hour);
    const room = rooms.get(`${key}:${guild}`) ?? { key, guild, bytes: 0, its: [] };
    rooms.set(`${key}:${guild}`, room);
    room.bytes += Buffer.byteLength(content) + beside;
    room.its.push(message);
  }
  const asked = [...rooms.values()];
  const pipeline = redis.pipeline();
  for (const { key, guild, bytes } of asked) pipeline.hincrby(key, guild, bytes);
  for (const key of new Set(asked.map((room) => room.key))) pipeline.expire(key, (2 * HOUR) / SECOND);
  const answers = (await pipeline.exec()) ?? [];
  return asked.flatMap(({ its }, i) => {
    const [error, filled] = answers[i] ?? [];
    if (error) throw error;
    return Number(filled) <= mostOfGuild ? its : [];
  });
}

const keeping = `
  INSERT INTO recent_messages AS r (message_id, at, guild_id, channel_id, user_id, content, attachments, edited_at)
  SELECT DISTINCT ON (id) id, at, guild, channel, "user", content, least(attachments, 32767), "editedAt"
  FROM (
    SELECT *, to_timestamp(((id >> 22) + 1420070400000) / 1000.0) AS at
    FROM jsonb_to_recordset(?::jsonb) AS m (id bigint, guild bigint, channel bigint, "user" bigint, content text,
      attachments integer, "editedAt" bigint)
  ) m, (${heldRange('recent_messages')}) held
  WHERE m.at >= held.since AND m.at < held.until
  ORDER BY id, "editedAt" DESC NULLS LAST
  ON CONFLICT (message_id, at) DO UPDATE SET content = excluded.content, attachments = excluded.attachments,
    edited_at = excluded.edited_at
  WHERE excluded.edited_at > coalesce(r.edited_at, 0)`;

/** Those of these messages that are kept, by their ids; in one query. */
export async function readRecentMessages(
  { db }: { db: Knex },
  ids: readonly Snowflake[],
): Promise<Map<Snowflake, RecentMessage>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.raw<{ rows: unknown[] }>(reading, [[...ids]]);
  const found = z.array(RecentMessage).parse(rows);
  return new Map(found.map((message) => [message.id, message]));
}

const reading = `
  SELECT m.message_id::text AS id, m.guild_id::text AS guild, m.channel_id::text AS channel, m.user_id::text AS "user",
    m.content, m.attachments, m.edited_at::float8 AS "editedAt"
  FROM (SELECT id, to_timestamp(((id >> 22) + 1420070400000) / 1000.0) AS at FROM unnest(?::bigint[]) AS i (id)) i
    JOIN recent_messages m ON m.message_id = i.id AND m.at = i.at`;
