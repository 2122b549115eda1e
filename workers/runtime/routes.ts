import { recordDiscords } from '../automod/discord.ts';
import { moderateJoins } from '../automod/members.ts';
import { moderateMessages } from '../automod/messages.ts';
import { traceMessages } from '../automod/trace.ts';
import { awardDaily } from '../bytes/award.ts';
import { checkFiles } from '../files/files.ts';
import { logDeletions } from '../moderation/logs/deletions.ts';
import { logEdits } from '../moderation/logs/edits.ts';
import { logJoins, logLeaves, logMemberChanges } from '../moderation/logs/members.ts';
import { keepRecent } from '../moderation/logs/recent.ts';
import { openNativeCases } from '../moderation/natives.ts';
import { receiveMembers } from '../squads/returning.ts';
import { callRoll, leaveGuilds, saveSeenGuilds } from '../sync/guilds.ts';
import { dismissMembers, saveSeenMembers, saveSeenProfiles } from '../sync/members.ts';
import { dropChannel, dropRole, saveChannel, saveRole } from '../sync/parts.ts';
import { followRenames } from '../sync/renames.ts';
import { dropThread, listThreads, saveThread } from '../sync/threads.ts';
import type { Routes } from './handler.ts';
import { inOrder, together } from './together.ts';

/** Who handles which events. Interactions have a queue of their own (workers/interactions). */
export const routes = {
  MESSAGE_CREATE: together<'MESSAGE_CREATE'>(
    moderateMessages,
    awardDaily,
    checkFiles,
    traceMessages,
    keepRecent,
  ),
  MESSAGE_UPDATE: together<'MESSAGE_UPDATE'>(moderateMessages, checkFiles, logEdits),
  MESSAGE_DELETE: logDeletions,
  MESSAGE_DELETE_BULK: logDeletions,
  GUILD_AUDIT_LOG_ENTRY_CREATE: together<'GUILD_AUDIT_LOG_ENTRY_CREATE'>(openNativeCases, logMemberChanges),
  AUTO_MODERATION_ACTION_EXECUTION: recordDiscords,
  GUILD_CREATE: saveSeenGuilds,
  GUILD_UPDATE: saveSeenGuilds,
  GUILD_DELETE: leaveGuilds,
  GUILD_ROLE_CREATE: saveRole,
  GUILD_ROLE_UPDATE: saveRole,
  GUILD_ROLE_DELETE: dropRole,
  CHANNEL_CREATE: saveChannel,
  CHANNEL_UPDATE: saveChannel,
  CHANNEL_DELETE: dropChannel,
  THREAD_CREATE: saveThread,
  THREAD_UPDATE: saveThread,
  THREAD_DELETE: dropThread,
  THREAD_LIST_SYNC: listThreads,
  GUILD_MEMBER_ADD: together<'GUILD_MEMBER_ADD'>(moderateJoins, receiveMembers, logJoins),
  GUILD_MEMBER_UPDATE: inOrder<'GUILD_MEMBER_UPDATE'>(saveSeenMembers, followRenames),
  GUILD_MEMBER_REMOVE: together<'GUILD_MEMBER_REMOVE'>(dismissMembers, logLeaves),
  PRESENCE_UPDATE: inOrder<'PRESENCE_UPDATE'>(saveSeenProfiles, followRenames),
  READY: callRoll,
} as const satisfies Routes;
