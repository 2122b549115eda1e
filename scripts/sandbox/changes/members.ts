import { type APIUser, AuditLogEvent } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { memberWithUserJson } from '../shapes/user.ts';
import { type Act, actOf } from '../world/act.ts';
import { createMember } from '../world/create.ts';
import type { Guild, Member } from '../world/types.ts';
import { changesBetween, logEntry } from './audit-log.ts';
import { removeGuild } from './guilds.ts';
import { deleteMessages } from './messages.ts';
import { announcePresence } from './presences.ts';

export function addMember(live: Live, guild: Guild, user: APIUser): Member {
  const member = createMember(guild, user, { joinedAt: new Date(live.world.now()).toISOString() });
  live.world.users.set(user.id, user);
  guild.members.set(user.id, member);
  live.happened({ is: 'join', by: user.id, guild: guild.id, target: user.id });
  const data = { guild_id: guild.id, ...memberWithUserJson(member) };
  live.publish({ type: 'GUILD_MEMBER_ADD', guild, data });
  return member;
}

/** The member leaves. */
export function removeMember(live: Live, guild: Guild, user: APIUser): void {
  if (!guild.members.delete(user.id)) return;
  live.happened({ is: 'leave', by: user.id, guild: guild.id, target: user.id });
  announceRemoval(live, guild, user);
}

export function kickMember(live: Live, guild: Guild, user: APIUser, act: Act): void {
  if (!guild.members.delete(user.id)) return;
  live.happened({ is: 'kick', by: act.by, guild: guild.id, target: user.id });
  logEntry(live, guild, { type: AuditLogEvent.MemberKick, target: user.id }, act);
  announceRemoval(live, guild, user);
}

export type MemberChange = Partial<
  Pick<Member, 'nick' | 'avatar' | 'roles' | 'timeoutUntil' | 'pending' | 'flags'>
>;

/**
 * Timeouts, roles and everything else are deeds of their own; one GUILD_MEMBER_UPDATE tells of all of them. What
 * AutoMod does is `logged` by itself.
 */
export function changeMember(
  live: Live,
  guild: Guild,
  member: Member,
  change: MemberChange,
  act: Act = actOf(member.user.id),
  logged = true,
): Member {
  const before = { ...member };
  Object.assign(member, change);
  const deed = { by: act.by, guild: guild.id, target: member.user.id };
  const { timeoutUntil, roles, ...rest } = change;
  if (timeoutUntil !== undefined && timeoutUntil !== before.timeoutUntil)
    live.happened({ is: 'timeout', ...deed, more: { until: timeoutUntil } });
  if (roles) live.happened({ is: 'roles', ...deed, more: difference(before.roles, roles) });
  if (Object.keys(rest).length > 0) live.happened({ is: 'member', ...deed, more: rest });
  if (logged) logMemberChange(live, guild, before, change, act);
  announceMember(live, guild, member);
  return member;
}

function logMemberChange(live: Live, guild: Guild, before: Member, change: MemberChange, act: Act): void {
  const target = before.user.id;
  const names = { nick: 'nick', timeoutUntil: 'communication_disabled_until' } as const;
  const changes = changesBetween(before, change, names);
  if (changes.length > 0) logEntry(live, guild, { type: AuditLogEvent.MemberUpdate, target, changes }, act);
  if (!change.roles) return;
  const { added, removed } = difference(before.roles, change.roles);
  const roles = (ids: string[]) => ids.map((id) => ({ id, name: guild.roles.get(id)?.name ?? '' }));
  const moved = [
    ...(added.length > 0 ? [{ key: '$add' as const, new_value: roles(added) }] : []),
    ...(removed.length > 0 ? [{ key: '$remove' as const, new_value: roles(removed) }] : []),
  ];
  if (moved.length > 0)
    logEntry(live, guild, { type: AuditLogEvent.MemberRoleUpdate, target, changes: moved }, act);
}

function difference(before: string[], after: string[]): { added: string[]; removed: string[] } {
  return {
    added: after.filter((id) => !before.includes(id)),
    removed: before.filter((id) => !after.includes(id)),
  };
}

/**
 * A new user name or avatar shows as one GUILD_MEMBER_UPDATE in every guild the user is in, and as one
 * PRESENCE_UPDATE where their presence is known. Guilds that nobody has looked into yet need not be told.
 */
export function changeUser(live: Live, user: APIUser, change: Partial<APIUser>): void {
  Object.assign(user, change);
  for (const guild of live.world.guilds.kept()) {
    const member = guild.members.get(user.id);
    if (!member) continue;
    announceMember(live, guild, member);
    announcePresence(live, guild, user, true);
  }
}

/** Removes the member and, within `deleteSeconds`, what they wrote. A ban of a stranger is possible too. */
export function banUser(live: Live, guild: Guild, user: APIUser, deleteSeconds: number, act: Act): void {
  guild.bans.set(user.id, { user, reason: act.reason });
  live.happened({ is: 'ban', by: act.by, guild: guild.id, target: user.id, more: { deleteSeconds } });
  logEntry(live, guild, { type: AuditLogEvent.MemberBanAdd, target: user.id }, act);
  if (guild.members.delete(user.id)) announceRemoval(live, guild, user);
  live.publish({ type: 'GUILD_BAN_ADD', guild, data: { guild_id: guild.id, user } });
  if (deleteSeconds > 0) deleteRecent(live, guild, user, deleteSeconds, act);
}

function deleteRecent(live: Live, guild: Guild, user: APIUser, seconds: number, act: Act): void {
  const since = live.world.now() - seconds * 1000;
  for (const channel of [...guild.channels.values(), ...guild.threads.values()]) {
    const theirs = [...channel.messages.values()].filter(
      (message) => message.author.id === user.id && Date.parse(message.timestamp) >= since,
    );
    const ids = theirs.map((message) => message.id);
    deleteMessages(live, channel, ids, act, false);
  }
}

export function unbanUser(live: Live, guild: Guild, user: APIUser, act: Act): void {
  guild.bans.delete(user.id);
  live.happened({ is: 'unban', by: act.by, guild: guild.id, target: user.id });
  logEntry(live, guild, { type: AuditLogEvent.MemberBanRemove, target: user.id }, act);
  live.publish({ type: 'GUILD_BAN_REMOVE', guild, data: { guild_id: guild.id, user } });
}

/** The bot loses the guild as a whole, and hears nothing of it any more. */
function announceRemoval(live: Live, guild: Guild, user: APIUser): void {
  guild.presences.delete(user.id);
  if (user.id === live.world.bot.id) removeGuild(live, guild);
  else live.publish({ type: 'GUILD_MEMBER_REMOVE', guild, data: { guild_id: guild.id, user } });
}

function announceMember(live: Live, guild: Guild, member: Member): void {
  const data = { guild_id: guild.id, ...memberWithUserJson(member) };
  live.publish({ type: 'GUILD_MEMBER_UPDATE', guild, data, own: member.user.id === live.world.bot.id });
}
