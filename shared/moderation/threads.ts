import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

/** Threads that are open in these channels, by guild: thread → its channel. One query, whatever their number. */
export async function loadThreads(
  { db }: { db: Knex },
  channels: ReadonlyMap<Snowflake, Iterable<Snowflake>>,
): Promise<Map<Snowflake, Map<Snowflake, Snowflake>>> {
  const pairs = [...channels].flatMap(([guild, ids]) => [...new Set(ids)].map((id) => [guild, id] as const));
  const found = new Map([...channels.keys()].map((guild) => [guild, new Map<Snowflake, Snowflake>()]));
  if (pairs.length === 0) return found;
  const { rows } = await db.raw<{ rows: { guild: Snowflake; thread: Snowflake; channel: Snowflake }[] }>(
    `SELECT t.guild_id AS guild, t.id AS thread, t.parent_id AS channel
     FROM unnest(?::bigint[], ?::bigint[]) AS c (guild, channel)
       JOIN guild_threads t ON t.guild_id = c.guild AND t.parent_id = c.channel AND t.active`,
    [pairs.map(([guild]) => guild), pairs.map(([, channel]) => channel)],
  );
  for (const { guild, thread, channel } of rows) found.get(guild)?.set(thread, channel);
  return found;
}
