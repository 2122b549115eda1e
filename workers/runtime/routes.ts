import { awardDaily } from '../bytes/award.ts';
import { receiveMembers } from '../squads/returning.ts';
import { callRoll, leaveGuilds, saveSeenGuilds } from '../sync/guilds.ts';
import { dismissMembers, saveSeenMembers, saveSeenProfiles } from '../sync/members.ts';
import { dropChannel, dropRole, saveChannel, saveRole } from '../sync/parts.ts';
import type { Routes } from './handler.ts';

/** Who handles which events. Interactions have a queue of their own (workers/interactions). */
export const routes = {
  MESSAGE_CREATE: awardDaily,
  GUILD_CREATE: saveSeenGuilds,
  GUILD_UPDATE: saveSeenGuilds,
  GUILD_DELETE: leaveGuilds,
  GUILD_ROLE_CREATE: saveRole,
  GUILD_ROLE_UPDATE: saveRole,
  GUILD_ROLE_DELETE: dropRole,
  CHANNEL_CREATE: saveChannel,
  CHANNEL_UPDATE: saveChannel,
  CHANNEL_DELETE: dropChannel,
  GUILD_MEMBER_ADD: receiveMembers,
  GUILD_MEMBER_UPDATE: saveSeenMembers,
  GUILD_MEMBER_REMOVE: dismissMembers,
  PRESENCE_UPDATE: saveSeenProfiles,
  READY: callRoll,
} as const satisfies Routes;
