import { DAY, HOUR } from '../core/clock.ts';
import { type Adjustable, type ChosenDays, isAdjustable, keptDays } from '../core/kept-days.ts';

const usual = (table: Adjustable) => keptDays[table].usual * DAY;

/**
 * How long rows stay (milliseconds), table by table: the one list of it. Those of `forGood` stay. Some can be chosen
 * (RETENTION, kept-days.ts): ask `keptFor`.
 * - `partitions` go whole, every hour (partitions.ts). They are made `ahead` of their first row, several times that hour,
 *   and for rows that come `late`, where that is not all the time they stay.
 * - `rows` are deleted at night (prune.ts) that much after `since`, a column which leads an index.
 * - `texts` are taken out of rows that stay, by whoever wrote them.
 */
export const retention = [
  { table: 'message_traces', is: 'partitions', by: 'day', kept: 7 * DAY, ahead: 2 * DAY },
  {
    table: 'file_attachments',
    is: 'partitions',
    by: 'month',
    kept: usual('file_attachments'),
    ahead: 2 * DAY,
  },
  { table: 'recent_messages', is: 'partitions', by: 'hour', kept: DAY, ahead: 6 * HOUR },
  {
    table: 'page_views',
    is: 'partitions',
    by: 'day',
    kept: usual('page_views'),
    ahead: 2 * DAY,
    late: 2 * DAY,
  },
  {
    table: 'redirect_clicks',
    is: 'partitions',
    by: 'month',
    kept: usual('redirect_clicks'),
    ahead: 2 * DAY,
    late: 2 * DAY,
  },
  {
    table: 'command_usages',
    is: 'partitions',
    by: 'day',
    kept: usual('command_usages'),
    ahead: 2 * DAY,
    late: 2 * DAY,
  },
  {
    table: 'hourly_stats',
    is: 'partitions',
    by: 'month',
    kept: usual('hourly_stats'),
    ahead: 2 * DAY,
    late: 2 * DAY,
  },
  {
    table: 'error_occurrences',
    is: 'partitions',
    by: 'day',
    kept: usual('error_occurrences'),
    ahead: 2 * DAY,
    late: 2 * DAY,
  },
  { table: 'kept_jobs', is: 'partitions', by: 'day', kept: 7 * DAY, ahead: 2 * DAY, late: 2 * DAY },
  { table: 'route_errors', is: 'rows', since: 'last_at', kept: usual('route_errors') },
  { table: 'alarms', is: 'rows', since: 'cleared_at', kept: usual('alarms') },
  { table: 'bot_statuses', is: 'rows', since: 'beat_at', kept: 30 * DAY },
  { table: 'process_statuses', is: 'rows', since: 'beat_at', kept: DAY },
  { table: 'webhook_deliveries', is: 'rows', since: 'created_at', kept: usual('webhook_deliveries') },
  { table: 'maintenance_runs', is: 'rows', since: 'asked_at', kept: usual('maintenance_runs') },
  { table: 'failed_effects', is: 'rows', since: 'failed_at', kept: usual('failed_effects') },
  { table: 'operations', is: 'rows', since: 'created_at', kept: usual('operations') },
  { table: 'automod_firing_messages', is: 'rows', since: 'at', kept: usual('automod_firing_messages') },
  { table: 'record_surplus', is: 'rows', since: 'hour', kept: 400 * DAY }, // sums of hours are made of it anew
  { table: 'counted_batches', is: 'rows', since: 'counted_at', kept: 2 * DAY }, // no attempt is repeated for longer
  { table: 'idempotency_keys', is: 'rows', since: 'created_at', kept: DAY },
  { table: 'refresh_tokens', is: 'rows', since: 'expires_at', kept: DAY },
  { table: 'automod_firings', is: 'texts', column: 'excerpt', since: 'created_at', kept: 7 * DAY },
] as const satisfies Retention[];

/** Hourly rows of single guilds, of which there are thousands each hour: charts show a month of them. */
export const keptOfGuilds = 90 * DAY;

/** Why the rows of every other table stay until what they are about is removed by somebody. */
export const forGood = {
  ...because('it is what members own, and the sums of others depend on it', [
    'bytes',
    'guild_members',
    'frozen_days',
    'outage_days',
    'squad_members',
    'former_squad_roles',
    'role_grants',
  ]),
  ...because('what was done to members can be looked up, undone and appealed', [
    'moderation_cases',
    'case_counters',
    'case_notes',
    'user_warnings',
    'appeals',
    'reports',
    'channel_deeds',
  ]),
  ...because('somebody set it, and takes it away when it is of no more use', [
    'bytes_configs',
    'bytes_roles',
    'squads',
    'automod_configs',
    'automod_rules',
    'moderation_configs',
    'file_configs',
    'file_rules',
    'reason_templates',
    'redirects',
    'webhooks',
    'api_keys',
    'admin_users',
    'staff_guild_roles',
  ]),
  ...because('it tells who changed what, and can be restored', [
    'audit_entries',
    'settings_versions',
    'automod_rule_versions',
    'forget_runs',
  ]),
  ...because('it names what other rows are about, and there is one row for each of those', [
    'guilds',
    'guild_roles',
    'guild_channels',
    'guild_threads',
    'discord_users',
    'installation',
    'sync_runs',
  ]),
  ...because('it goes by itself once its work is done', [
    'sync_chunks',
    'stale_hours',
    'unlogged_entries',
    'lockdowns',
  ]),
} as const;

function because<T extends string>(why: string, tables: readonly T[]): Record<T, string> {
  return Object.fromEntries(tables.map((table) => [table, why])) as Record<T, string>; // of these very names
}

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

/** In milliseconds; `chosen`: RETENTION, where it was given. */
export function keptFor(table: Kept['table'], chosen: ChosenDays = {}): number {
  const found = retention.find((one) => one.table === table);
  if (!found) throw new Error(`the retention of ${table} is in no list`);
  const days = isAdjustable(table) ? chosen[table] : undefined;
  return days === undefined ? found.kept : days * DAY;
}

/** The same of entries of the list. */
export function asChosen<K extends Kept>(entries: readonly K[], chosen: ChosenDays | undefined): K[] {
  return entries.map((entry) => ({ ...entry, kept: keptFor(entry.table, chosen) }));
}
