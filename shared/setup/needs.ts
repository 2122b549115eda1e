import { PermissionFlagsBits as P } from 'discord-api-types/v10';

export type Feature = 'reading' | 'announcements' | 'reactions' | 'rewards';

interface Need {
  feature: Feature;
  /** What it cannot do without (Discord documentation, "Permissions"). */
  bits: bigint;
  /** Nobody uses the feature in this guild: that it cannot work is no error yet. */
  isUnused?: (guild: { rewards: number }) => boolean;
}

/**
 * Which feature needs which permissions of the bot, in the order in which the set-up check tells. The invite link asks for
 * exactly these. A feature that calls Discord for something new adds it here, and its words in words.ts.
 */
export const needs: readonly Need[] = [
  { feature: 'reading', bits: P.ViewChannel },
  { feature: 'announcements', bits: P.SendMessages | P.EmbedLinks },
  { feature: 'reactions', bits: P.ReadMessageHistory | P.AddReactions },
  { feature: 'rewards', bits: P.ManageRoles, isUnused: ({ rewards }) => rewards === 0 },
];

/** To write somewhere. */
export const toWrite: bigint = P.ViewChannel | P.SendMessages | P.EmbedLinks;

export const allNeeded: bigint = needs.reduce((all, { bits }) => all | bits, 0n);
