import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

/** A trace as it is listed: without text, which is kept nowhere. */
export const ListedTrace = z.object({
  message: z.string(),
  at: z.date(),
  channel: z.string(),
  user: z.string(),
  /** 16 hexadecimal digits; null: there was nothing to compare. */
  fingerprint: z.string().nullable(),
  length: z.number(),
  mentions: z.number(),
  attachments: z.number(),
});

/** Traces of a guild without an order or a limit, for lists that page by themselves; `to` is not part of them. */
export function selectTraces(
  db: Knex,
  guild: Snowflake,
  { from, to }: { from?: Date | undefined; to?: Date | undefined },
): Knex.QueryBuilder {
  const rows = db('message_traces')
    .where('guild_id', guild)
    .select({ message: 'message_id', at: 'at', channel: 'channel_id', user: 'user_id' })
    .select('length', 'mentions', 'attachments', db.raw("lpad(to_hex(fingerprint), 16, '0') AS fingerprint"));
  if (from) rows.where('at', '>=', from);
  if (to) rows.where('at', '<', to);
  return rows;
}
