import { byMember } from './erasure.ts';
import { byGuild, byKey, byLooking, type ExportPart } from './export-parts.ts';
import { recordParts } from './export-records.ts';

const byId = { _id: '0' };
const movement = `id AS _id, id, guild_id AS guild, giver_id AS giver, receiver_id AS receiver, amount, kind, reason,
  created_at AS "createdAt", day, streak, multiplier, tier`;

/** What they are, have and did, and what was done about them. */
export const exportParts: readonly ExportPart[] = [
  {
    name: 'profile',
    of: 'discord_users',
    tells: 'Names and picture, as Discord shows them.',
    pages: byKey(
      `SELECT id AS _id, id, username, global_name AS "displayName", avatar, bot FROM discord_users
       WHERE id = :user AND id > :_id ORDER BY id`,
      byId,
    ),
  },
  {
    name: 'memberships',
    of: 'guild_members',
    tells: 'Guilds, with what you are called there, roles, balance, totals and streak.',
    pages: byKey(
      `SELECT m.guild_id AS _id, m.guild_id AS guild, g.name AS "guildName", m.active, m.joined_at AS "joinedAt", m.name,
         m.nick AS nickname, m.former_names AS "formerNames", m.roles, m.timed_out_until AS "timedOutUntil", m.balance,
         m.received, m.sent, m.streak, m.last_day AS "lastActiveDay", m.freezes_held AS "freezesHeld",
         m.last_transfer_at AS "lastTransferAt"
       FROM guild_members m JOIN guilds g ON g.id = m.guild_id
       WHERE m.user_id = :user AND m.guild_id > :_id ORDER BY m.guild_id`,
      byId,
    ),
  },
  {
    name: 'ledger',
    of: 'bytes',
    tells: 'Every movement of bytes to you or from you; `null` is the system.',
    pages: byGuild(
      `SELECT * FROM (
         (SELECT ${movement} FROM bytes WHERE guild_id = :guild AND receiver_id = :user AND id > :_id ORDER BY id LIMIT 1000)
         UNION ALL
         (SELECT ${movement} FROM bytes WHERE guild_id = :guild AND giver_id = :user AND id > :_id ORDER BY id LIMIT 1000)
       ) both_sides ORDER BY _id`,
      byId,
    ),
  },
  {
    name: 'squads',
    of: 'squad_members',
    tells: 'The squads that you are in.',
    pages: byKey(
      `SELECT m.guild_id AS _id, m.guild_id AS guild, s.name AS squad, m.joined_at AS "joinedAt"
       FROM squad_members m JOIN squads s ON s.id = m.squad_id
       WHERE (m.guild_id, m.user_id) IN (SELECT guild_id, user_id FROM guild_members WHERE user_id = :user)
         AND m.guild_id > :_id ORDER BY m.guild_id`,
      byId,
    ),
  },
  {
    name: 'role-grants',
    of: 'role_grants',
    tells: 'Roles that you earned.',
    pages: byGuild(
      `SELECT role_id AS _id, guild_id AS guild, role_id AS role, state, changed_at AS "changedAt" FROM role_grants
       WHERE guild_id = :guild AND user_id = :user AND role_id > :_id ORDER BY role_id`,
      byId,
    ),
  },
  {
    name: 'cases',
    of: 'moderation_cases',
    tells: 'What moderators, or rules, did about you, and why.',
    pages: byKey(
      `SELECT id AS _id, guild_id AS guild, number, kind, actor_kind AS "openedBy", reason, ends_at AS "endsAt", evidence,
         resolved_at AS "resolvedAt", resolved_note AS "resolvedNote", created_at AS "createdAt"
       FROM moderation_cases WHERE user_id = :user AND id > :_id ORDER BY id`,
      byId,
    ),
  },
  {
    name: 'case-notes',
    of: 'case_notes',
    tells: 'What was noted on those cases, and when. Who noted it is left out.',
    pages: byKey(
      `SELECT n.id AS _id, c.guild_id AS guild, c.number AS case, n.at, n.text
       FROM moderation_cases c JOIN case_notes n ON n.case_id = c.id
       WHERE c.user_id = :user AND n.id > :_id ORDER BY n.id`,
      byId,
    ),
  },
  {
    name: 'cases-opened',
    of: 'moderation_cases',
    tells: 'What you did as a moderator. The member is not named.',
    pages: byKey(
      `SELECT id AS _id, guild_id AS guild, number, kind, reason, created_at AS "createdAt" FROM moderation_cases
       WHERE actor_id = :user AND actor_kind = 'member' AND id > :_id ORDER BY id`,
      byId,
    ),
  },
  {
    name: 'warnings',
    of: 'user_warnings',
    tells: 'Warnings, and until when they count.',
    pages: byKey(
      `SELECT id AS _id, guild_id AS guild, reason, created_at AS "createdAt", expires_at AS "expiresAt",
         withdrawn_at AS "withdrawnAt" FROM user_warnings WHERE user_id = :user AND id > :_id ORDER BY id`,
      byId,
    ),
  },
  {
    name: 'appeals',
    of: 'appeals',
    tells: 'What you said against cases, and the answers.',
    pages: byKey(
      `SELECT id AS _id, guild_id AS guild, text, state, answer, answered_at AS "answeredAt", created_at AS "createdAt"
       FROM appeals WHERE user_id = :user AND id > :_id ORDER BY id`,
      byId,
    ),
  },
  {
    name: 'reports-made',
    of: 'reports',
    tells: 'Messages of others that you reported. What they wrote is left out.',
    pages: byKey(
      `SELECT id AS _id, guild_id AS guild, channel_id AS channel, message_id AS message, reason, state,
         created_at AS "createdAt" FROM reports WHERE reporter_id = :user AND id > :_id ORDER BY id`,
      byId,
    ),
  },
  {
    name: 'reports-about',
    of: 'reports',
    tells: 'Messages of yours that somebody reported.',
    pages: byKey(
      `SELECT id AS _id, guild_id AS guild, channel_id AS channel, message_id AS message, excerpt, state,
         created_at AS "createdAt" FROM reports WHERE author_id = :user AND id > :_id ORDER BY id`,
      byId,
    ),
  },
  {
    name: 'firings',
    of: 'automod_firings',
    tells: 'Rules of auto-moderation that fired because of you, and what followed.',
    pages: byKey(
      `SELECT id AS _id, guild_id AS guild, source, rule_name AS rule, rule_kind AS kind, mode, action, outcome, reached,
         needed, conditions, excerpt, started_at AS "startedAt", latest_at AS "latestAt", undone_at AS "undoneAt"
       FROM automod_firings WHERE user_id = :user AND id > :_id ORDER BY id`,
      byId,
    ),
  },
  {
    name: 'files',
    of: 'file_attachments',
    tells: 'Files that you sent: name, size and address; the files themselves are with Discord.',
    pages: byGuild(
      `SELECT id AS _id, at::text AS _at, guild_id AS guild, channel_id AS channel, message_id AS message, name, size, url, at,
         decision FROM file_attachments
       WHERE guild_id = :guild AND user_id = :user AND (at, id) > (:_at, :_id) ORDER BY at, id`,
      { _at: '-infinity', ...byId },
      'SELECT id FROM guilds WHERE EXISTS (SELECT FROM file_attachments WHERE guild_id = guilds.id AND user_id = :user)', // also of who never was a member
    ),
  },
  {
    name: 'operations',
    of: 'operations',
    tells: 'What you asked for, and what came of it. Roles that others earned by it are left out.',
    pages: byKey(
      `SELECT id AS _id, guild_id AS guild, kind,
         CASE jsonb_typeof(outcome) WHEN 'object' THEN outcome - 'grants' ELSE outcome END AS outcome, created_at AS "createdAt" FROM operations
       WHERE user_id = :user AND id > :_id ORDER BY id`,
      { _id: '' },
    ),
  },
  {
    name: 'deeds',
    of: 'audit_entries',
    tells: 'What you changed as a moderator or manager. Members are not named.',
    pages: byKey(
      `SELECT id AS _id, guild_id AS guild, at, action,
         CASE WHEN action !~ '^(bytes|freezes|squad[.]member)' THEN subject END AS subject FROM audit_entries
       WHERE actor_kind = 'member' AND actor_id = :user AND id > :_id ORDER BY id`,
      byId,
    ),
  },
  {
    name: 'channel-deeds',
    of: 'channel_deeds',
    tells:
      'What you did to channels as a moderator: messages purged, slow mode, locks. Members are not named.',
    pages: byLooking(
      'channel_deeds',
      `id, guild_id AS guild, channel_id AS channel, deed - 'user' AS deed, reason, created_at AS "createdAt"`,
      byMember,
    ),
  },
  {
    name: 'frozen-days',
    of: 'frozen_days',
    tells: 'Days (counted from 1970-01-01) that freezes of yours cover.',
    pages: byGuild(
      `SELECT day AS _id, guild_id AS guild, day FROM frozen_days
       WHERE guild_id = :guild AND user_id = :user AND day > :_id ORDER BY day`,
      byId,
    ),
  },
  ...recordParts,
];
