import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { Decision } from './settings.ts';

/** A file as it is recorded; `at` is the time of its message, in milliseconds since 1970. */
export interface SeenAttachment {
  id: Snowflake;
  at: number;
  guild: Snowflake;
  channel: Snowflake;
  message: Snowflake;
  user: Snowflake;
  name: string;
  extension: string | null;
  size: number;
  url: string;
  decision: Decision | 'off' | 'exempt';
}

/**
 * Records files, with one statement, and says which of them were not there before. What was decided of one stands: seen
 * again, with its message edited or a batch repeated, it keeps it. Those older than what is kept are left out.
 */
export async function recordAttachments(
  db: Knex,
  seen: readonly SeenAttachment[],
  keptFrom: Date,
): Promise<Set<Snowflake>> {
  const rows = seen
    .filter(({ at }) => at >= keptFrom.getTime())
    .map(({ decision, ...rest }) => ({
      ...rest,
      decision,
      deletion: decision === 'block' ? 'wanted' : 'none',
    }));
  if (rows.length === 0) return new Set();
  const { rows: added } = await db.raw<{ rows: { id: Snowflake }[] }>(
    `INSERT INTO file_attachments
       (id, at, guild_id, channel_id, message_id, user_id, name, extension, size, url, decision, deletion)
     SELECT id, to_timestamp(at / 1000.0), guild, channel, message, "user", name, extension, size, url, decision, deletion
     FROM jsonb_to_recordset(?::jsonb) AS s (id bigint, at numeric, guild bigint, channel bigint, message bigint,
       "user" bigint, name text, extension text, size bigint, url text, decision text, deletion text)
     ORDER BY id ON CONFLICT DO NOTHING RETURNING id`,
    [JSON.stringify(rows).replaceAll('\\u0000', '')],
  );
  return new Set(added.map(({ id }) => id));
}
