import { type APIOverwrite, type APIRole, PermissionFlagsBits as P } from 'discord-api-types/v10';
import {
  channelPermissions,
  everything,
  guildPermissions,
  isAbove,
  isImmune,
  outranks,
} from './permissions.ts';
import { guildOf } from './world/lookups.ts';
import type { Channel, Guild, Member, World } from './world/types.ts';

/** What somebody may do in a channel: in direct messages everything, in a guild that they are not in nothing. */
export function bitsIn(world: World, channel: Channel, userId: string): bigint {
  const guild = guildOf(world, channel);
  if (!guild) return everything;
  const member = guild.members.get(userId);
  return member ? channelPermissions(guild, channel, member, world.now()) : 0n;
}

/** What one member may do to others: the same for the bot over REST and for people in Discord's client. */
export function may(
  world: World,
  guild: Guild,
  member: Member,
  needs: bigint,
  channel: Channel | null = null,
): boolean {
  const bits = channel
    ? channelPermissions(guild, channel, member, world.now())
    : guildPermissions(guild, member, world.now());
  return (bits & needs) === needs;
}

export function mayTimeOut(world: World, guild: Guild, member: Member, target: Member): boolean {
  return (
    may(world, guild, member, P.ModerateMembers) &&
    !isImmune(guild, target) &&
    outranks(guild, member, target)
  );
}

/** Below the member's highest role, not managed by an integration, not @everyone. */
export function mayGive(world: World, guild: Guild, member: Member, role: APIRole | undefined): boolean {
  if (!role || role.managed || role.id === guild.id) return false;
  return may(world, guild, member, P.ManageRoles) && isAbove(guild, member, role);
}

/** To make or edit a role with these permissions; null: a new one. Nobody grants what they lack. */
export function mayShape(
  world: World,
  guild: Guild,
  member: Member,
  role: APIRole | null,
  permissions: bigint,
): boolean {
  const changed = permissions ^ BigInt(role?.permissions ?? 0);
  return may(world, guild, member, P.ManageRoles | changed) && (!role || isAbove(guild, member, role));
}

/** Overwrites need Manage Roles, and only of what one may oneself. Null: of a channel yet to be made. */
export function maySetOverwrites(
  world: World,
  guild: Guild,
  member: Member,
  channel: Channel | null,
  wanted: APIOverwrite[],
): boolean {
  const before = channel?.overwrites ?? [];
  const ids = new Set([...before, ...wanted].map(({ id }) => id));
  const changed = [...ids].reduce((bits, id) => bits | difference(named(before, id), named(wanted, id)), 0n);
  if (changed === 0n) return true;
  return may(world, guild, member, P.ManageRoles, channel) && may(world, guild, member, changed);
}

function named(overwrites: APIOverwrite[], id: string): APIOverwrite | undefined {
  return overwrites.find((overwrite) => overwrite.id === id);
}

function difference(one: APIOverwrite | undefined, other: APIOverwrite | undefined): bigint {
  const allow = BigInt(one?.allow ?? 0) ^ BigInt(other?.allow ?? 0);
  return allow | (BigInt(one?.deny ?? 0) ^ BigInt(other?.deny ?? 0));
}
