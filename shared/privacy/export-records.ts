import { named, textsOf } from './erasure.ts';
import { byHour, byKey, byLooking, type ExportPart } from './export-parts.ts';

/** What the system recorded of them while it worked. */
export const recordParts: readonly ExportPart[] = [
  {
    name: 'command-usages',
    of: 'command_usages',
    tells: 'Commands that you used.',
    pages: byKey(
      `SELECT id AS _id, at::text AS _at, guild_id AS guild, command, at, ms, outcome FROM command_usages
       WHERE user_id = :user AND (at, id) > (:_at, :_id) ORDER BY at, id`,
      { _at: '-infinity', _id: '0' },
    ),
  },
  {
    name: 'command-counts',
    of: 'hourly_stats',
    tells:
      'How often you used commands, by the hour and by the day, where you were among those who did most.',
    pages: byKey(
      `SELECT stat AS _stat, hour::text AS _hour, hour AS from,
         CASE stat WHEN 'commands-by-user' THEN 'hour' ELSE 'day' END AS over, count, sum AS ms FROM hourly_stats
       WHERE stat IN ('commands-by-user', 'commands-by-user-by-day') AND guild_id = 0 AND label = (:user)::text
         AND (stat, hour) > (:_stat, :_hour) ORDER BY stat, hour`,
      { _stat: '', _hour: '-infinity' },
    ),
  },
  {
    name: 'message-traces',
    of: 'message_traces',
    tells: 'That you wrote messages, without their texts, where a guild records it: seven days.',
    pages: byHour(
      'message_traces',
      `SELECT message_id AS message, at, guild_id AS guild, channel_id AS channel, length, mentions, attachments
       FROM message_traces WHERE at >= :from AND at < :to AND user_id = :user ORDER BY at`,
    ),
  },
  {
    name: 'recent-messages',
    of: 'recent_messages',
    tells: 'Texts of your messages of the last day, where a guild keeps them.',
    pages: byHour(
      'recent_messages',
      `SELECT message_id AS message, at, guild_id AS guild, channel_id AS channel, content
       FROM recent_messages WHERE at >= :from AND at < :to AND user_id = :user ORDER BY at`,
    ),
  },
  {
    name: 'jobs',
    of: 'kept_jobs',
    tells: 'What the bot had to do that was about you, among others perhaps, and how it ended: seven days.',
    pages: byKey(
      `SELECT id::text AS _id, at::text AS _at, at, queue, name, guild_id AS guild, outcome, attempts FROM kept_jobs
       WHERE ids @> ARRAY[(:user)::bigint] AND (at, id) > (:_at, (:_id)::uuid) ORDER BY at, id`,
      { _at: '-infinity', _id: '00000000-0000-0000-0000-000000000000' },
    ),
  },
  {
    name: 'failed-effects',
    of: 'failed_effects',
    tells: 'What Discord refused to do that was about you, and why.',
    pages: byLooking(
      'failed_effects',
      `id, guild_id AS guild, effect ->> 'kind' AS kind, status, code, why, failed_at AS "failedAt"`,
      named(textsOf(['job', 'effect', 'why'])),
    ),
  },
  {
    name: 'errors',
    of: 'error_occurrences',
    tells: 'When something went wrong that had to do with you, and where. Its text is for programmers.',
    pages: byHour(
      'error_occurrences',
      `SELECT o.at, e.type, e.place, o.told FROM error_occurrences o JOIN route_errors e ON e.id = o.error_id
       WHERE o.at >= :from AND o.at < :to AND ${named(textsOf(['o.message', 'o.stack', 'o.facts']))} ORDER BY o.at`,
    ),
  },
];
