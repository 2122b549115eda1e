import { recordDiscords } from '../automod/discord.ts';
import { moderateJoins, moderateRenames } from '../automod/members.ts';
import { moderateMessages } from '../automod/messages.ts';
import { traceMessages } from '../automod/trace.ts';
import { awardDaily } from '../bytes/award.ts';
import { checkFiles } from '../files/files.ts';
import { receiveMembers } from '../squads/returning.ts';
import { callRoll, leaveGuilds, saveSeenGuilds } from '../sync/guilds.ts';
import { dismissMembers, saveSeenMembers, saveSeenProfiles } from '../sync/members.ts';
import { dropChannel, dropRole, saveChannel, saveRole } from '../sync/parts.ts';
import { dropThread, listThreads, saveThread } from '../sync/threads.ts';
import type { Routes } from './handler.ts';
import { inOrder, together } from './together.ts';

/** Who handles which events. Interactions have a queue of their own (workers/interactions). */
export const routes = {
  MESSAGE_CREATE: together<'MESSAGE_CREATE'>(moderateMessages, awardDaily, checkFiles, traceMessages),
  MESSAGE_UPDATE: together<'MESSAGE_UPDATE'>(moderateMessages, checkFiles),
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
  GUILD_MEMBER_ADD: together<'GUILD_MEMBER_ADD'>(moderateJoins, receiveMembers),
  GUILD_MEMBER_UPDATE: inOrder<'GUILD_MEMBER_UPDATE'>(saveSeenMembers, moderateRenames),
  GUILD_MEMBER_REMOVE: dismissMembers,
  PRESENCE_UPDATE: inOrder<'PRESENCE_UPDATE'>(saveSeenProfiles, moderateRenames),
  READY: callRoll,
} as const satisfies Routes;
