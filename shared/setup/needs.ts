import { PermissionFlagsBits as P } from 'discord-api-types/v10';

export type Feature =
  | 'reading'
  | 'announcements'
  | 'reactions'
  | 'moderation'
  | 'channels'
  | 'audit'
  | 'raids'
  | 'roles';

/** How much of a guild's features it uses: what is not used may lack its permissions. */
export interface Uses {
  /** Roles that the bot gives. */
  given: number;
  /** Rules of auto-moderation that enforce, and file rules where they do. */
  enforced: number;
  /** Rules that lock the guild down in a raid. */
  lockdowns: number;
}

interface Need {
  feature: Feature;
  /** What it cannot do without (Discord documentation, "Permissions"). */
  bits: bigint;
  /** Nobody uses the feature in this guild: that it cannot work is no error yet. */
  isUnused?: (uses: Uses) => boolean;
}

/**
 * Which feature needs which permissions of the bot, in the order in which the set-up check tells. The invite link asks for
 * exactly these. A feature that calls Discord for something new adds it here, and its words in words.ts.
 */
export const needs: readonly Need[] = [
  { feature: 'reading', bits: P.ViewChannel },
  { feature: 'announcements', bits: P.SendMessages | P.EmbedLinks },
  { feature: 'reactions', bits: P.ReadMessageHistory | P.AddReactions },
  {
    feature: 'moderation',
    bits: P.ManageMessages | P.ModerateMembers | P.KickMembers | P.BanMembers,
    isUnused: ({ enforced }) => enforced === 0,
  },
  { feature: 'channels', bits: P.ManageChannels | P.ManageRoles | P.ManageThreads, isUnused: toldWhenAsked },
  { feature: 'audit', bits: P.ViewAuditLog, isUnused: toldWhenAsked },
  // incident actions, and hearing of what Discord's own AutoMod did
  { feature: 'raids', bits: P.ManageGuild, isUnused: ({ lockdowns }) => lockdowns === 0 },
  { feature: 'roles', bits: P.ManageRoles, isUnused: ({ given }) => given === 0 },
];

/** Whether moderators want it cannot be read from settings: that it is missing is no error of theirs. */
function toldWhenAsked(): boolean {
  return true;
}

/** To write somewhere. */
export const toWrite: bigint = P.ViewChannel | P.SendMessages | P.EmbedLinks;

export const allNeeded: bigint = needs.reduce((all, { bits }) => all | bits, 0n);
