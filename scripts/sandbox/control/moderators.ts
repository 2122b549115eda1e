import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { banUser, changeMember, kickMember, unbanUser } from '../changes/members.ts';
import { longestTimeout } from '../limits.ts';
import type { Live } from '../live.ts';
import { mayTimeOut } from '../rights.ts';
import { Cannot } from '../world/cannot.ts';
import { guildIn, memberIn, userIn } from '../world/lookups.ts';
import type { Guild, Member } from '../world/types.ts';
import { type Acting, actorIn } from './acting.ts';

const longestDeletion = 7 * 24 * 3_600; // seconds

export interface BanOrder extends Acting {
  /** How far back the banned one's messages are deleted; none where left out. */
  deleteSeconds?: number;
}

/** What moderators do in Discord's own client. A ban of somebody who is banned already changes nothing. */
export function banAs(live: Live, guildId: string, userId: string, order: BanOrder = {}): void {
  const guild = guildIn(live.world, guildId);
  const actor = actorIn(live, guild, order);
  const user = userIn(live.world, userId);
  const member = guild.members.get(userId);
  const { deleteSeconds = 0 } = order;
  actor.needs(P.BanMembers);
  if (member) actor.mustOutrank(member);
  mustNotBeOwner(guild, userId);
  if (deleteSeconds < 0 || deleteSeconds > longestDeletion)
    throw new Cannot('messages of seven days at most are deleted');
  if (!guild.bans.has(userId)) banUser(live, guild, user, deleteSeconds, actor.act);
}

export function unbanAs(live: Live, guildId: string, userId: string, order: Acting = {}): void {
  const guild = guildIn(live.world, guildId);
  const actor = actorIn(live, guild, order);
  actor.needs(P.BanMembers);
  if (!guild.bans.has(userId)) throw new Cannot(`${userId} is not banned from ${guild.name}`);
  unbanUser(live, guild, userIn(live.world, userId), actor.act);
}

export function kickAs(live: Live, guildId: string, userId: string, order: Acting = {}): void {
  const guild = guildIn(live.world, guildId);
  const actor = actorIn(live, guild, order);
  const member = memberIn(guild, userId);
  actor.needs(P.KickMembers);
  actor.mustOutrank(member);
  mustNotBeOwner(guild, userId);
  kickMember(live, guild, member.user, actor.act);
}

/** 0 seconds lift the timeout. */
export function timeOutAs(
  live: Live,
  guildId: string,
  userId: string,
  seconds: number,
  order: Acting = {},
): Member {
  const guild = guildIn(live.world, guildId);
  const actor = actorIn(live, guild, order);
  const member = memberIn(guild, userId);
  actor.must((moderator) => mayTimeOut(live.world, guild, moderator, member));
  if (seconds < 0 || seconds * 1000 > longestTimeout) throw new Cannot('a timeout lasts 28 days at most');
  const timeoutUntil = seconds === 0 ? null : new Date(live.world.now() + seconds * 1000).toISOString();
  return changeMember(live, guild, member, { timeoutUntil }, actor.act);
}

function mustNotBeOwner({ ownerId, name }: Guild, userId: string): void {
  if (userId === ownerId) throw new Cannot(`nobody removes the owner of ${name}`);
}
