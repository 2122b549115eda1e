import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { FileAttachment } from './model.ts';

export interface AttachmentFilters {
  user?: Snowflake | undefined;
  extension?: string | undefined;
  decision?: FileAttachment['decision'] | undefined;
  from?: Date | undefined;
  /** Not part of it. */
  to?: Date | undefined;
}

/** A guild's recorded files without an order or a limit. */
export function selectAttachments(
  db: Knex,
  guild: Snowflake,
  { user, extension, decision, from, to }: AttachmentFilters,
): Knex.QueryBuilder {
  const rows = db(FileAttachment.tableName).where('guild_id', guild).select('*');
  if (user !== undefined) rows.where('user_id', user);
  if (extension !== undefined) rows.where('extension', extension);
  if (decision) rows.where('decision', decision);
  if (from) rows.where('at', '>=', from);
  if (to) rows.where('at', '<', to);
  return rows;
}

/** A guild's recorded files, newest first; `before` is the last one of the page before. */
export async function listAttachments(
  { db }: { db: Knex },
  guild: Snowflake,
  {
    before,
    limit,
    ...filters
  }: AttachmentFilters & { before?: Pick<FileAttachment, 'at' | 'id'> | undefined; limit: number },
): Promise<FileAttachment[]> {
  const query = selectAttachments(db, guild, filters)
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
  if (before) query.whereRaw('(at, id) < (?, ?::bigint)', [before.at, before.id]);
  const rows: Record<string, unknown>[] = await query;
  return rows.map((row) => FileAttachment.fromDatabaseJson(row));
}
