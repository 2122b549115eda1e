import {
  type APIOverwrite,
  type APIRole,
  ChannelType,
  OverwriteType,
  PermissionFlagsBits as P,
} from 'discord-api-types/v10';
import type { Channel, Guild, Member } from './world/types.ts';

export const everything = Object.values(P).reduce((all, bit) => all | bit, 0n);
const whileTimedOut = P.ViewChannel | P.ReadMessageHistory;
const lostWithSending = P.MentionEveryone | P.AttachFiles | P.EmbedLinks | P.SendTTSMessages;

/** Base permissions, before a channel's overwrites (Discord's documentation, "Permissions"). */
export function guildPermissions(guild: Guild, member: Member, now: number): bigint {
  if (guild.unavailable) return 0n;
  if (guild.ownerId === member.user.id) return everything;
  const base = [guild.id, ...member.roles].reduce((bits, id) => bits | permissionsOfRole(guild, id), 0n);
  if (base & P.Administrator) return everything;
  return isTimedOut(member, now) ? base & whileTimedOut : base;
}

/**
 * What the member may do in the channel; 0 where the channel is not visible to them. A thread has its parent's
 * permissions, but Send Messages stands for Send Messages in Threads (Discord's documentation, "Threads").
 */
export function channelPermissions(guild: Guild, channel: Channel, member: Member, now: number): bigint {
  const base = guildPermissions(guild, member, now);
  if (base & P.Administrator) return everything;
  const { overwrites } = channel.thread ? (guild.channels.get(channel.parentId ?? '') ?? channel) : channel;
  const overwritten = sendingIn(channel, applyOverwrites(base, guild, overwrites, member));
  const bits = isTimedOut(member, now) ? overwritten & whileTimedOut : overwritten;
  if (!(bits & P.ViewChannel) || isShut(channel, member, bits)) return 0n;
  return bits & P.SendMessages ? bits : bits & ~lostWithSending;
}

function sendingIn({ thread }: Channel, bits: bigint): bigint {
  if (!thread) return bits;
  return bits & P.SendMessagesInThreads ? bits | P.SendMessages : bits & ~P.SendMessages;
}

/** A private thread is there for its members, and for whoever manages threads. */
function isShut({ type, thread }: Channel, member: Member, bits: bigint): boolean {
  if (type !== ChannelType.PrivateThread || !thread) return false;
  return !thread.members.has(member.user.id) && !(bits & P.ManageThreads);
}

export function isTimedOut(member: Member, now: number): boolean {
  return member.timeoutUntil !== null && Date.parse(member.timeoutUntil) > now;
}

/** Position of the member's highest role; the owner stands above all. */
export function rankOf(guild: Guild, member: Member): number {
  if (guild.ownerId === member.user.id) return Number.POSITIVE_INFINITY;
  return Math.max(0, ...member.roles.map((id) => guild.roles.get(id)?.position ?? 0));
}

/** Whether the one's highest role stands above the other's; nobody stands above the owner, or above themselves. */
export function outranks(guild: Guild, one: Member, other: Member): boolean {
  return rankOf(guild, one) > rankOf(guild, other);
}

/** A role the member can give, take, edit and delete by rank: below their highest. */
export function isAbove(guild: Guild, member: Member, role: APIRole): boolean {
  return role.position < rankOf(guild, member);
}

/** Nobody times an administrator out (Discord's documentation, "Modify Guild Member"). */
export function isImmune(guild: Guild, member: Member): boolean {
  const untimed = { ...member, timeoutUntil: null };
  return (guildPermissions(guild, untimed, 0) & P.Administrator) !== 0n;
}

/** Everyone's overwrite first, then all roles' together (allow wins), then the member's own. */
function applyOverwrites(base: bigint, guild: Guild, overwrites: APIOverwrite[], member: Member): bigint {
  if (overwrites.length === 0) return base;
  const everyone = overwrites.filter((o) => o.id === guild.id);
  const roles = overwrites.filter((o) => o.type === OverwriteType.Role && member.roles.includes(o.id));
  const own = overwrites.filter((o) => o.type === OverwriteType.Member && o.id === member.user.id);
  return [everyone, roles, own].reduce(
    (bits, group) => (bits & ~sum(group, 'deny')) | sum(group, 'allow'),
    base,
  );
}

function sum(overwrites: APIOverwrite[], side: 'allow' | 'deny'): bigint {
  return overwrites.reduce((bits, overwrite) => bits | BigInt(overwrite[side]), 0n);
}

function permissionsOfRole(guild: Guild, id: string): bigint {
  return BigInt(guild.roles.get(id)?.permissions ?? 0);
}
