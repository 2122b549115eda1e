import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { FileAttachment } from './model.ts';

/** A user's latest files in these guilds. Of each guild no more are read than are shown. */
export async function filesOfUser(
  { db }: { db: Knex },
  user: Snowflake,
  { guilds, limit }: { guilds: readonly Snowflake[]; limit: number },
): Promise<FileAttachment[]> {
  const { rows } = await db.raw<{ rows: Record<string, unknown>[] }>(
    `SELECT f.* FROM unnest(?::bigint[]) AS g (id), LATERAL (
       SELECT * FROM file_attachments WHERE guild_id = g.id AND user_id = ? ORDER BY at DESC, id DESC LIMIT ?
     ) f ORDER BY f.at DESC, f.id DESC LIMIT ?`,
    [[...guilds], user, limit, limit],
  );
  return rows.map((row) => FileAttachment.fromDatabaseJson(row));
}
