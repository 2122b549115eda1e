import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { FormerOverwrite } from './deed-results.ts';

interface Place {
  guild: Snowflake;
  channel: Snowflake;
}

/** What stood in a channel before it was locked; undefined where no lock of ours holds. */
export async function findFormerOverwrite(
  { db }: { db: Knex },
  { guild, channel }: Place,
): Promise<FormerOverwrite | undefined> {
  const { rows } = await db.raw<{ rows: { is: string; before: unknown }[] }>(
    `SELECT deed->>'is' AS is, result->'before' AS before FROM channel_deeds
     WHERE guild_id = ? AND channel_id = ? AND effect = 'done' AND deed->>'is' IN ('lock', 'unlock')
     ORDER BY id DESC LIMIT 1`,
    [guild, channel],
  );
  const [latest] = rows;
  return latest?.is === 'lock' ? FormerOverwrite.parse(latest.before) : undefined;
}

/** Whether a later deed of these kinds is in effect in the channel, so that the one with this id would undo it. */
export async function isOvertaken(
  { db }: { db: Knex },
  { guild, channel, id }: Place & { id: string },
  kinds: readonly string[],
): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT FROM channel_deeds
     WHERE guild_id = ? AND channel_id = ? AND id > ? AND effect = 'done' AND deed->>'is' = ANY(?::text[]) LIMIT 1`,
    [guild, channel, id, [...kinds]],
  );
  return rows.length > 0;
}
