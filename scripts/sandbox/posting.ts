import { type APIUser, PermissionFlagsBits as P, ChannelType as Type } from 'discord-api-types/v10';
import { crowdGuildId, inPopulation } from './seed/crowd-ids.ts';
import { isForum } from './world/channel-kinds.ts';
import type { Channel, Guild, World } from './world/types.ts';

const textless = new Set([Type.GuildCategory, Type.GuildDirectory]);

/** Why somebody may not post in a channel of a guild; named like Discord's errors. */
export type PostRefusal =
  | 'nonTextChannel'
  | 'forumChannel'
  | 'missingAccess'
  | 'missingPermissions'
  | 'archivedThread'
  | 'lockedThread';

/** `bits`: what they may do in the channel. An archived thread that is not locked wakes up instead. */
export function postRefusal(channel: Channel, bits: bigint): PostRefusal | null {
  if (isForum(channel)) return 'forumChannel';
  if (textless.has(channel.type)) return 'nonTextChannel';
  if (!(bits & P.ViewChannel)) return 'missingAccess';
  if (!(bits & P.SendMessages)) return 'missingPermissions';
  if (!channel.thread?.locked || bits & P.ManageThreads) return null;
  return channel.thread.archived ? 'archivedThread' : 'lockedThread';
}

/** Nothing but deletions happens in an archived thread, and in a locked one little without Manage Threads. */
export function changeRefusal(channel: Channel, bits: bigint): 'archivedThread' | 'lockedThread' | null {
  if (channel.thread?.archived) return 'archivedThread';
  return channel.thread?.locked && !(bits & P.ManageThreads) ? 'lockedThread' : null;
}

/** Milliseconds until the member may post again. Bots do not wait. */
export function slowmodeLeft(channel: Channel, bits: bigint, user: APIUser, now: number): number {
  const last = channel.postedAt.get(user.id);
  const exempt = P.ManageMessages | P.ManageChannels | P.BypassSlowmode;
  if (last === undefined || last > now || user.bot || bits & exempt) return 0;
  return Math.max(0, last + channel.slowmode * 1_000 - now);
}

/** Why the bot and the user cannot write to each other; null when they can. */
export function directRefusal(world: World, user: APIUser): 'closedToMessages' | 'noMutualGuild' | null {
  if (user.bot) return 'closedToMessages';
  let paused = false;
  const home = inPopulation(user.id);
  if (home) world.guilds.get(crowdGuildId(home.population)); // a generated user's own guild is kept from now on
  for (const guild of world.guilds.kept()) {
    if (!guild.members.has(user.id)) continue;
    if (!pausesMessages(guild, world.now())) return null;
    paused = true;
  }
  return paused ? 'closedToMessages' : 'noMutualGuild';
}

function pausesMessages({ incidents }: Guild, now: number): boolean {
  return incidents.messagesUntil !== null && Date.parse(incidents.messagesUntil) > now;
}
