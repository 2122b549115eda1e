import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { Overwrite } from './events.ts';
import type { Snowflake } from './snowflake.ts';

/** What decides what a member may do in a guild. */
export interface Standing {
  guild: Snowflake;
  owner: Snowflake | null;
  user: Snowflake;
  /** Ids of the member's roles, without `@everyone`. */
  roles: readonly Snowflake[];
  /** A timeout is under way. */
  timedOut: boolean;
}

/** Permissions of the guild's roles by id, as decimal numbers; `@everyone` has the guild's id. */
export type RolePermissions = ReadonlyMap<Snowflake, string>;

export const everything: bigint = Object.values(P).reduce((all, bit) => all | bit, 0n);

/** All that a member may still do while timed out (Discord documentation, "Permissions for timed out members"). */
const whileTimedOut = P.ViewChannel | P.ReadMessageHistory;

/** Permissions in the guild, before any channel's overwrites (Discord documentation, "Permission Hierarchy"). */
export function guildPermissions(standing: Standing, permissions: RolePermissions): bigint {
  if (standing.user === standing.owner) return everything;
  const bits = [standing.guild, ...standing.roles].reduce(
    (all, role) => all | BigInt(permissions.get(role) ?? 0),
    0n,
  );
  if ((bits & P.Administrator) !== 0n) return everything;
  return standing.timedOut ? bits & whileTimedOut : bits;
}

/**
 * Permissions in a channel: `overwrites` are the channel's own, or of a thread its parent's. Where the channel cannot be
 * viewed nothing is left; where nothing can be sent, neither can what needs sending (Discord documentation,
 * "Implicit Permissions").
 */
export function channelPermissions(
  standing: Standing,
  permissions: RolePermissions,
  overwrites: readonly Overwrite[],
): bigint {
  const base = guildPermissions({ ...standing, timedOut: false }, permissions);
  if ((base & P.Administrator) !== 0n) return everything;
  const layers = [
    overwrites.filter(({ id }) => id === standing.guild),
    overwrites.filter(
      ({ id, type }) => type === 'role' && id !== standing.guild && standing.roles.includes(id),
    ),
    overwrites.filter(({ id, type }) => type === 'member' && id === standing.user),
  ];
  const open = layers.reduce((bits, layer) => (bits & ~sum(layer, 'deny')) | sum(layer, 'allow'), base);
  const left = standing.timedOut ? open & whileTimedOut : open;
  if ((left & P.ViewChannel) === 0n) return 0n;
  return (left & P.SendMessages) === 0n ? left & ~needsSending : left;
}

/**
 * What moderates or runs a guild: all that Discord asks a second factor for where a guild demands one (Discord
 * documentation, "Permissions", those with an asterisk), and timeouts.
 */
export const powers: bigint =
  P.KickMembers |
  P.BanMembers |
  P.Administrator |
  P.ManageChannels |
  P.ManageGuild |
  P.ManageMessages |
  P.ManageRoles |
  P.ManageWebhooks |
  P.ManageGuildExpressions |
  P.ManageThreads |
  P.ViewCreatorMonetizationAnalytics |
  P.ModerateMembers;

/** By the names that Discord's client has for them; `permissions` is a decimal number. */
export function powersIn(permissions: string): string[] {
  return missingFrom(0n, BigInt(permissions) & powers);
}

const needsSending = P.MentionEveryone | P.SendTTSMessages | P.AttachFiles | P.EmbedLinks;

export function has(bits: bigint, needed: bigint): boolean {
  return (bits & needed) === needed;
}

/** Names of permissions as Discord's client has them, for those that are missing. */
export function missingFrom(bits: bigint, needed: bigint): string[] {
  return Object.entries(P)
    .filter(([, bit]) => (needed & bit) !== 0n && (bits & bit) === 0n)
    .map(([name]) => name.replace(/([a-z])([A-Z])/g, '$1 $2').replace('Guild', 'Server'));
}

function sum(overwrites: readonly Overwrite[], side: 'allow' | 'deny'): bigint {
  return overwrites.reduce((bits, overwrite) => bits | BigInt(overwrite[side]), 0n);
}
