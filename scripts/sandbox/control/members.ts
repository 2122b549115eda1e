import type { APIUser } from 'discord-api-types/v10';
import {
  addMember,
  banUser,
  changeMember,
  changeUser,
  type MemberChange,
  removeMember,
  unbanUser,
} from '../changes/members.ts';
import type { Live } from '../live.ts';
import { actOf } from '../world/act.ts';
import { Cannot } from '../world/cannot.ts';
import { createUser } from '../world/create.ts';
import { guildIn, memberIn, userIn } from '../world/lookups.ts';
import type { Member } from '../world/types.ts';

export interface NewUser {
  id?: string;
  name: string;
  displayName?: string;
  bot?: boolean;
}

/** A known user by id, or a new one; somebody invented where left out. Banned users cannot join. */
export function joinGuild(live: Live, guildId: string, who?: NewUser | string): Member {
  const guild = guildIn(live.world, guildId);
  const user = typeof who === 'string' ? userIn(live.world, who) : knownOrNew(live, who);
  if (guild.bans.has(user.id)) throw new Cannot(`${user.username} is banned from ${guild.name}`);
  return guild.members.get(user.id) ?? addMember(live, guild, user);
}

export function leaveGuild(live: Live, guildId: string, userId: string): void {
  const guild = guildIn(live.world, guildId);
  removeMember(live, guild, memberIn(guild, userId).user);
}

export interface MemberOrder extends MemberChange {
  username?: string;
  displayName?: string | null;
}

/** Nickname, roles, timeout … of the member; user name and display name change in every guild. */
export function updateMember(live: Live, guildId: string, userId: string, change: MemberOrder): Member {
  const guild = guildIn(live.world, guildId);
  const member = memberIn(guild, userId);
  const { username, displayName, ...rest } = change;
  const profile: Partial<APIUser> = {
    ...(username === undefined ? {} : { username }),
    ...(displayName === undefined ? {} : { global_name: displayName }),
  };
  if (Object.keys(profile).length > 0) changeUser(live, member.user, profile);
  return Object.keys(rest).length > 0 ? changeMember(live, guild, member, rest) : member;
}

/** What the owner does in Discord's own client. */
export function banAs(live: Live, guildId: string, userId: string, reason: string | null = null): void {
  const guild = guildIn(live.world, guildId);
  banUser(live, guild, userIn(live.world, userId), 0, actOf(guild.ownerId, reason));
}

export function unbanAs(live: Live, guildId: string, userId: string): void {
  const guild = guildIn(live.world, guildId);
  unbanUser(live, guild, userIn(live.world, userId), actOf(guild.ownerId));
}

function knownOrNew({ world }: Live, who: NewUser | undefined): APIUser {
  const user = createUser(who ?? { id: world.snowflakes.next(), name: `newcomer${world.users.size}` });
  return world.users.get(user.id) ?? user;
}
