import { type APIOverwrite, OverwriteType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { Channel, Guild, Member } from './world/types.ts';

export const everything = Object.values(P).reduce((all, bit) => all | bit, 0n);
const whileTimedOut = P.ViewChannel | P.ReadMessageHistory;
const lostWithSending = P.MentionEveryone | P.AttachFiles | P.EmbedLinks | P.SendTTSMessages;

/** Base permissions, before a channel's overwrites (Discord's documentation, "Permissions"). */
export function guildPermissions(guild: Guild, member: Member, now: number): bigint {
  if (guild.ownerId === member.user.id) return everything;
  const base = [guild.id, ...member.roles].reduce((bits, id) => bits | permissionsOfRole(guild, id), 0n);
  if (base & P.Administrator) return everything;
  return isTimedOut(member, now) ? base & whileTimedOut : base;
}

/** What the member may do in the channel; 0 where the channel is not visible to them. */
export function channelPermissions(guild: Guild, channel: Channel, member: Member, now: number): bigint {
  const base = guildPermissions(guild, member, now);
  if (base & P.Administrator) return everything;
  const overwritten = applyOverwrites(base, guild, channel.overwrites, member);
  const bits = isTimedOut(member, now) ? overwritten & whileTimedOut : overwritten;
  if (!(bits & P.ViewChannel)) return 0n;
  return bits & P.SendMessages ? bits : bits & ~lostWithSending;
}

export function isTimedOut(member: Member, now: number): boolean {
  return member.timeoutUntil !== null && Date.parse(member.timeoutUntil) > now;
}

/** Position of the member's highest role; the owner stands above all. */
export function rankOf(guild: Guild, member: Member): number {
  if (guild.ownerId === member.user.id) return Number.POSITIVE_INFINITY;
  return Math.max(0, ...member.roles.map((id) => guild.roles.get(id)?.position ?? 0));
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
