import { DAY, HOUR } from '../core/clock.ts';

/**
 * How long rows stay (milliseconds), table by table: the one list of it. What is not named stays for good.
 * - `partitions` go whole, every hour (partitions.ts). They are made `ahead` of their first row, several times that hour,
 *   and for rows that come `late`, where that is not all the time they stay.
 * - `rows` are deleted at night (prune.ts) that much after `since`, a column which leads an index.
 * - `texts` are taken out of rows that stay, by whoever wrote them.
 */
export const retention = [
  { table: 'message_traces', is: 'partitions', by: 'day', kept: 7 * DAY, ahead: 2 * DAY },
  { table: 'file_attachments', is: 'partitions', by: 'month', kept: 180 * DAY, ahead: 2 * DAY },
  { table: 'recent_messages', is: 'partitions', by: 'hour', kept: DAY, ahead: 6 * HOUR },
  { table: 'page_views', is: 'partitions', by: 'day', kept: 90 * DAY, ahead: 2 * DAY, late: 2 * DAY },
  { table: 'redirect_clicks', is: 'partitions', by: 'month', kept: 400 * DAY, ahead: 2 * DAY, late: 2 * DAY },
  { table: 'command_usages', is: 'partitions', by: 'day', kept: 90 * DAY, ahead: 2 * DAY, late: 2 * DAY },
  { table: 'hourly_stats', is: 'partitions', by: 'month', kept: 400 * DAY, ahead: 2 * DAY, late: 2 * DAY },
  { table: 'error_occurrences', is: 'partitions', by: 'day', kept: 30 * DAY, ahead: 2 * DAY, late: 2 * DAY },
  { table: 'kept_jobs', is: 'partitions', by: 'day', kept: 7 * DAY, ahead: 2 * DAY, late: 2 * DAY },
  { table: 'route_errors', is: 'rows', since: 'last_at', kept: 90 * DAY },
  { table: 'alarms', is: 'rows', since: 'cleared_at', kept: 90 * DAY },
  { table: 'bot_statuses', is: 'rows', since: 'beat_at', kept: 30 * DAY },
  { table: 'process_statuses', is: 'rows', since: 'beat_at', kept: DAY },
  { table: 'webhook_deliveries', is: 'rows', since: 'created_at', kept: 30 * DAY },
  { table: 'maintenance_runs', is: 'rows', since: 'asked_at', kept: 400 * DAY },
  { table: 'failed_effects', is: 'rows', since: 'failed_at', kept: 30 * DAY },
  { table: 'idempotency_keys', is: 'rows', since: 'created_at', kept: DAY },
  { table: 'refresh_tokens', is: 'rows', since: 'expires_at', kept: DAY },
  { table: 'automod_firings', is: 'texts', column: 'excerpt', since: 'created_at', kept: 7 * DAY },
] as const satisfies Retention[];

type Retention = { table: string; kept: number } & (
  | { is: 'partitions'; by: Period; ahead: number; late?: number }
  | { is: 'rows'; since: string }
  | { is: 'texts'; column: string; since: string }
);
export type Period = 'hour' | 'day' | 'month';

type Kept = (typeof retention)[number];
export type Partitioned = Extract<Kept, { is: 'partitions' }>;
export type Pruned = Extract<Kept, { is: 'rows' }>;

export const partitioned: readonly Partitioned[] = retention.filter((one) => one.is === 'partitions');
export const pruned: readonly Pruned[] = retention.filter((one) => one.is === 'rows');

/** In milliseconds. */
export function keptFor(table: Kept['table']): number {
  const found = retention.find((one) => one.table === table);
  if (!found) throw new Error(`the retention of ${table} is in no list`);
  return found.kept;
}
