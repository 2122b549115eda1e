import { rollUpLock } from '../analytics/roll-up.ts';
import {
  byMember,
  called,
  type Erasure,
  hasTwin,
  named,
  nameless,
  ofNoPendingCase,
  pseudonymIn,
  scrubbed,
  scrubbedJson,
  textsOf,
  theirGuilds,
  told,
} from './erasure.ts';
import { isPending } from './pending.ts';

const sameFiring = hasTwin('automod_firings', {
  rule_id: 'automod_firings.rule_id',
  user_id: ':pseudonym',
  burst: pseudonymIn('automod_firings.burst'),
});
const sameReport = hasTwin('reports', {
  guild_id: 'reports.guild_id',
  message_id: 'reports.message_id',
  reporter_id: ':pseudonym',
});
const sameCase = hasTwin('moderation_cases', {
  guild_id: 'moderation_cases.guild_id',
  operation: pseudonymIn('moderation_cases.operation'),
});
const sameOperation = hasTwin('operations', { id: pseudonymIn('operations.id') });

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
  { table: 'automod_firings', find: `user_id = :user AND ${sameFiring}` },
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
  { table: 'reports', find: `reporter_id = :user AND ${sameReport}` },
  {
    table: 'reports',
    find: 'reporter_id = :user',
    set: `reporter_id = :pseudonym, reporter_name = :name, reason = ''`,
  },
  // what was done about them, and what they did as moderators
  told('case_notes', ['text']),
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
    set: `user_id = :pseudonym, evidence = NULL, ${scrubbed('reason')}, ${scrubbed('resolved_note')},
      operation = ${pseudonymIn('operation')} || CASE WHEN ${sameCase} THEN '-' || id ELSE '' END`,
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
  called('webhooks', 'created_by'),
  told('moderation_cases', ['reason', 'resolved_note', 'answer'], ['evidence']),
  told('user_warnings', ['reason']),
  told('reports', ['excerpt', 'reason']),
  told('appeals', ['text', 'answer']),
  // while the bot is there, the guild is shown as Discord shows it, and so are its channels
  { table: 'guilds', find: 'owner_id = :user AND NOT active', set: 'owner_id = NULL' },
  {
    table: 'guild_channels',
    find: `${theirGuilds} AND ${named('overwrites::text')}
      AND NOT (active AND guild_id IN (SELECT id FROM guilds WHERE active))`,
    set: scrubbedJson('overwrites'),
  },
  { table: 'channel_deeds', isPaged: true, find: byMember, set: nameless },
  told('channel_deeds', ['reason', 'answer'], ['deed', 'result']),
  { table: 'settings_versions', find: byMember, set: nameless },
  { table: 'automod_rule_versions', find: byMember, set: nameless },
  // what was asked, and what was sent about it
  { table: 'operations', find: `user_id = :user AND ${sameOperation}` },
  {
    table: 'operations',
    find: 'user_id = :user',
    set: `user_id = :pseudonym, ${scrubbed('id')}, ${scrubbedJson('outcome')}`,
  },
  told('operations', [], ['outcome']),
  { table: 'failed_effects', isPaged: true, find: named(textsOf(['job', 'effect', 'why'])) },
  { table: 'idempotency_keys', find: named(textsOf(['idempotency_key', 'reply'])) },
  told('route_errors', ['message', 'stack']),
  told('maintenance_runs', ['error'], ['result']),
  {
    table: 'webhook_deliveries',
    isPaged: true,
    find: named(textsOf(['subject', 'answer', 'facts', 'body'])),
    set: `${scrubbed('subject')}, ${scrubbed('answer')}, ${scrubbedJson('facts')}, body = NULL`,
  },
  // where they were the last of some that were gone through
  {
    table: 'outage_days',
    find: 'relinked_user = :user AND relinked_at IS NOT NULL',
    set: 'relinked_user = 0',
  },
  { table: 'command_usages', key: 'id, at', find: 'user_id = :user', set: 'user_id = :pseudonym' },
  // behind what they are summed up from; totals stand under another label
  {
    table: 'hourly_stats',
    key: 'stat, guild_id, label, hour',
    waitsFor: rollUpLock('commands'),
    find: `stat IN ('commands-by-user', 'commands-by-user-by-day') AND guild_id = 0 AND label = (:user)::text`,
  },
];

/** The same where only the time leads an index: hour by hour, over as long as the table holds rows. */
export const hourlyErasures: readonly (Erasure & { table: HourlyTable })[] = [
  { table: 'message_traces', key: 'message_id, at', find: 'user_id = :user' },
  { table: 'recent_messages', key: 'message_id, at', find: 'user_id = :user' },
  {
    table: 'error_occurrences',
    key: 'id, at',
    find: named(textsOf(['message', 'stack', 'facts'])),
    set: `${scrubbed('message')}, ${scrubbed('stack')}, ${scrubbedJson('facts')}`,
  },
  {
    table: 'page_views',
    key: 'id, at',
    find: named(textsOf(['path', 'referrer'])),
    set: `${scrubbed('path')}, ${scrubbed('referrer')}`,
  },
];
export type HourlyTable = 'message_traces' | 'recent_messages' | 'error_occurrences' | 'page_views';
