import { isPending } from './pending.ts';

/**
 * Rows that tell of a user, and what becomes of them. SQL in which `:user`, `:pseudonym`, `:name` (of the pseudonym) and
 * `:actedAs` (names under which they acted) stand for values. What was changed is not found again: so it may be left and repeated anywhere.
 * `key`: of a partitioned table, where a row's place is not enough to find it.
 */
export interface Erasure {
  table: string;
  key?: string;
  /** No index finds these rows: the table is gone through by its ids (`id`), some at a time. */
  isPaged?: true;
  /** There are none for who never did anything under a name. */
  ofActors?: true;
  find: string;
  /** Undefined: they are deleted. */
  set?: string;
}

const byMember = "actor_kind = 'member' AND actor_id = :user";
const nameless = 'actor_id = :pseudonym, actor_name = :name';
const scrubbed = (column: string) => `${column} = put_pseudonym(${column}, :user, :pseudonym)`;
const scrubbedJson = (column: string) =>
  `${column} = put_pseudonym(${column}::text, :user, :pseudonym)::jsonb`;
/** Their memberships stand under the pseudonym by then (forget-member.ts). */
const theirGuilds = 'guild_id IN (SELECT guild_id FROM guild_members WHERE user_id = :pseudonym)';
/** Opened while it goes on: Discord has to be told of whom it is, so it is left to the next time. */
const ofNoPendingCase = `case_id NOT IN (SELECT id FROM moderation_cases WHERE user_id = :user AND ${isPending})`;
const told = (column: string) => `strpos(${column}::text, (:user)::text) > 0
  AND put_pseudonym(${column}::text, :user, :pseudonym) <> ${column}::text`;
/** Columns that hold nothing but how somebody was called who did something in a guild. */
const called = (table: string, column: string): Erasure => ({
  table,
  isPaged: true,
  ofActors: true,
  find: `${column} = ANY(:actedAs) AND ${theirGuilds}`,
  set: `${column} = :name`,
});

/** In this order: what hangs on cases comes while these still name the user. */
export const erasures: readonly Erasure[] = [
  // what they wrote, or what was kept of what they wrote
  {
    table: 'file_attachments',
    key: 'id, at',
    find: 'guild_id IN (SELECT id FROM guilds) AND user_id = :user',
  },
  {
    table: 'automod_firing_messages',
    find: 'firing_id IN (SELECT id FROM automod_firings WHERE user_id = :user)',
  },
  {
    table: 'automod_firings',
    find: 'user_id = :user',
    set: `user_id = :pseudonym, excerpt = NULL, ${scrubbed('burst')}, conditions =
      (SELECT coalesce(jsonb_agg(c || '{"why": "(deleted)"}'), '[]') FROM jsonb_array_elements(conditions) AS e (c))`,
  },
  {
    table: 'appeals',
    find: `user_id = :user AND ${ofNoPendingCase}`,
    set: `user_id = :pseudonym, text = '(deleted)', state = CASE state WHEN 'open' THEN 'rejected' ELSE state END,
      answered_at = coalesce(answered_at, now()), answered_by = coalesce(answered_by, 'system'), ${scrubbed('answer')}`,
  },
  { table: 'reports', find: 'author_id = :user', set: `author_id = :pseudonym, excerpt = ''` },
  {
    table: 'reports',
    find: 'reporter_id = :user',
    set: `reporter_id = :pseudonym, reporter_name = :name, reason = ''`,
  },
  // what was done about them, and what they did as moderators
  {
    table: 'case_notes',
    find: `case_id IN (SELECT id FROM moderation_cases WHERE user_id = :user) AND ${told('text')}`,
    set: scrubbed('text'),
  },
  {
    table: 'case_notes',
    isPaged: true,
    ofActors: true,
    find: `actor_name = ANY(:actedAs) AND case_id IN (SELECT id FROM moderation_cases WHERE ${theirGuilds})`,
    set: 'actor_name = :name',
  },
  {
    table: 'user_warnings',
    find: `user_id = :user AND ${ofNoPendingCase}`,
    set: `user_id = :pseudonym, ${scrubbed('reason')}`,
  },
  {
    table: 'moderation_cases',
    find: `user_id = :user AND NOT ${isPending}`,
    set: `user_id = :pseudonym, evidence = NULL, ${scrubbed('operation')}, ${scrubbed('reason')},
      ${scrubbed('resolved_note')}`,
  },
  {
    table: 'user_warnings',
    find: `case_id IN (SELECT id FROM moderation_cases WHERE actor_id = :user AND actor_kind = 'member')
      AND actor_name <> :name`,
    set: 'actor_name = :name',
  },
  { table: 'moderation_cases', find: byMember, set: nameless },
  called('moderation_cases', 'resolved_by'),
  called('user_warnings', 'withdrawn_by'),
  called('appeals', 'answered_by'),
  called('reports', 'answered_by'),
  called('automod_firings', 'undone_by'),
  called('sync_runs', 'requested_by'),
  // while the bot is there, the guild is shown as Discord shows it
  { table: 'guilds', find: 'owner_id = :user AND NOT active', set: 'owner_id = NULL' },
  {
    table: 'channel_deeds',
    isPaged: true,
    find: byMember,
    set: `${nameless}, ${scrubbedJson('deed')}`,
  },
  { table: 'channel_deeds', isPaged: true, find: told('deed'), set: scrubbedJson('deed') },
  { table: 'settings_versions', find: byMember, set: nameless },
  { table: 'automod_rule_versions', find: byMember, set: nameless },
  // what was asked, and what was sent about it
  {
    table: 'operations',
    find: 'user_id = :user',
    set: `user_id = :pseudonym, ${scrubbed('id')}, ${scrubbedJson('outcome')}`,
  },
  // somebody else's, of which they got bytes and so a role
  {
    table: 'operations',
    find: `id IN (SELECT operation FROM bytes WHERE ${theirGuilds} AND receiver_id = :pseudonym
      AND kind IN ('transfer', 'admin')) AND ${told('outcome')}`,
    set: scrubbedJson('outcome'),
  },
  { table: 'failed_effects', isPaged: true, find: told('effect') },
  { table: 'idempotency_keys', find: told('reply') },
  {
    table: 'route_errors',
    isPaged: true,
    find: told("concat_ws(' ', message, stack)"),
    set: `${scrubbed('message')}, ${scrubbed('stack')}`,
  },
  { table: 'maintenance_runs', isPaged: true, find: told('result'), set: scrubbedJson('result') },
  {
    table: 'webhook_deliveries',
    isPaged: true,
    find: told("concat_ws(' ', subject, facts, body)"),
    set: `${scrubbed('subject')}, ${scrubbedJson('facts')}, body = NULL`,
  },
  { table: 'kept_jobs', key: 'id, at', find: 'ids @> ARRAY[(:user)::bigint]' },
  { table: 'command_usages', key: 'id, at', find: 'user_id = :user', set: 'user_id = :pseudonym' },
  {
    table: 'hourly_stats',
    key: 'stat, guild_id, label, hour',
    find: `stat IN ('commands-by-user', 'commands-by-user-by-day') AND label = (:user)::text`,
    set: 'label = (:pseudonym)::text',
  },
];

/** The same where only the time leads an index: hour by hour, over as long as the table holds rows. */
export const hourlyErasures: readonly (Erasure & { table: HourlyTable })[] = [
  { table: 'message_traces', key: 'message_id, at', find: 'user_id = :user' },
  { table: 'recent_messages', key: 'message_id, at', find: 'user_id = :user' },
  {
    table: 'error_occurrences',
    key: 'id, at',
    find: told("concat_ws(' ', message, stack, facts)"),
    set: `${scrubbed('message')}, ${scrubbed('stack')}, ${scrubbedJson('facts')}`,
  },
  {
    table: 'page_views',
    key: 'id, at',
    find: told("concat_ws(' ', path, referrer)"),
    set: `${scrubbed('path')}, ${scrubbed('referrer')}`,
  },
];
export type HourlyTable = 'message_traces' | 'recent_messages' | 'error_occurrences' | 'page_views';
