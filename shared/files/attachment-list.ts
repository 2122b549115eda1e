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

/** A guild's recorded files, newest first; `before` is the last one of the page before. */
export async function listAttachments(
  { db }: { db: Knex },
  guild: Snowflake,
  {
    user,
    extension,
    decision,
    from,
    to,
    before,
    limit,
  }: AttachmentFilters & {
    before?: Pick<FileAttachment, 'at' | 'id'> | undefined;
    limit: number;
  },
): Promise<FileAttachment[]> {
  const rows = FileAttachment.query(db)
    .where('guild_id', guild)
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
  if (user !== undefined) rows.where('user_id', user);
  if (extension !== undefined) rows.where('extension', extension);
  if (decision) rows.where('decision', decision);
  if (from) rows.where('at', '>=', from);
  if (to) rows.where('at', '<', to);
  if (before) rows.whereRaw('(at, id) < (?, ?::bigint)', [before.at, before.id]);
  return rows;
}
