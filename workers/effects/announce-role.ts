import { createHash } from 'node:crypto';
import { type RESTPostAPIChannelMessageJSONBody, Routes } from 'discord-api-types/v10';
import { MINUTE } from '../../shared/core/clock.ts';
import type { EffectKind, EffectOf } from './kind.ts';

/** Tells a channel that a member was given a role. It pings nobody: the award or transfer did, where anything does. */
export const announceRole: EffectKind<'announce-role'> = {
  patience: 3 * MINUTE, // nonces are only compared for "the past few minutes" (Discord documentation)
  moot: [],
  send: ({ rest }, effect) => {
    const body: RESTPostAPIChannelMessageJSONBody = {
      content: effect.content,
      nonce: nonceOf(effect),
      enforce_nonce: true,
      allowed_mentions: { parse: [] },
    };
    return rest.post(Routes.channelMessages(effect.channel), { body });
  },
};

/** The same for the same member and role; at most 25 characters (Discord). */
function nonceOf({ guild, user, role }: EffectOf<'announce-role'>): string {
  return createHash('sha256').update(`${guild}:${user}:${role}`).digest('base64url').slice(0, 24);
}
