import { awardDaily } from '../bytes/award.ts';
import { leaveGuilds, saveSeenGuilds } from '../sync/guilds.ts';
import type { Routes } from './handler.ts';

/** Who handles which events. Interactions have a queue of their own (workers/interactions). */
export const routes = {
  MESSAGE_CREATE: awardDaily,
  GUILD_CREATE: saveSeenGuilds,
  GUILD_UPDATE: saveSeenGuilds,
  GUILD_DELETE: leaveGuilds,
} as const satisfies Routes;
