import type { APIUser } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { memberWithUserJson } from '../shapes/user.ts';
import { createMember } from '../world/create.ts';
import type { Guild, Member } from '../world/types.ts';
import { deleteMessages } from './messages.ts';

export function addMember(live: Live, guild: Guild, user: APIUser): Member {
  const member = createMember(guild, user, { joinedAt: new Date(live.world.now()).toISOString() });
  live.world.users.set(user.id, user);
  guild.members.set(user.id, member);
  const data = { guild_id: guild.id, ...memberWithUserJson(member) };
  live.publish({ type: 'GUILD_MEMBER_ADD', guild, data });
  return member;
}

export function removeMember(live: Live, guild: Guild, user: APIUser): void {
  if (!guild.members.delete(user.id)) return;
  live.publish({ type: 'GUILD_MEMBER_REMOVE', guild, data: { guild_id: guild.id, user } });
}

export type MemberChange = Partial<
  Pick<Member, 'nick' | 'avatar' | 'roles' | 'timeoutUntil' | 'pending' | 'flags'>
>;

export function changeMember(live: Live, guild: Guild, member: Member, change: MemberChange): Member {
  Object.assign(member, change);
  announceMember(live, guild, member);
  return member;
}

/** A new user name or avatar shows as one GUILD_MEMBER_UPDATE in every guild the user is in. */
export function changeUser(live: Live, user: APIUser, change: Partial<APIUser>): void {
  Object.assign(user, change);
  for (const guild of live.world.guilds.values()) {
    const member = guild.members.get(user.id);
    if (member) announceMember(live, guild, member);
  }
}

/** Removes the member and, within `deleteSeconds`, what they wrote. A ban of a stranger is possible too. */
export function banUser(
  live: Live,
  guild: Guild,
  user: APIUser,
  reason: string | null,
  deleteSeconds: number,
): void {
  guild.bans.set(user.id, { user, reason });
  removeMember(live, guild, user);
  live.publish({ type: 'GUILD_BAN_ADD', guild, data: { guild_id: guild.id, user } });
  const since = live.world.now() - deleteSeconds * 1000;
  for (const channel of deleteSeconds > 0 ? guild.channels.values() : []) {
    const theirs = [...channel.messages.values()].filter(
      (message) => message.author.id === user.id && Date.parse(message.timestamp) >= since,
    );
    deleteMessages(
      live,
      channel,
      theirs.map((message) => message.id),
    );
  }
}

export function unbanUser(live: Live, guild: Guild, user: APIUser): void {
  guild.bans.delete(user.id);
  live.publish({ type: 'GUILD_BAN_REMOVE', guild, data: { guild_id: guild.id, user } });
}

function announceMember(live: Live, guild: Guild, member: Member): void {
  const data = { guild_id: guild.id, ...memberWithUserJson(member) };
  live.publish({ type: 'GUILD_MEMBER_UPDATE', guild, data, own: member.user.id === live.world.bot.id });
}
