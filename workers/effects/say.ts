import type { RESTPostAPIChannelMessageJSONBody } from 'discord-api-types/v10';
import { Routes } from 'discord-api-types/v10';
import { MINUTE } from '../../shared/core/clock.ts';
import type { EffectKind } from './kind.ts';

/** A message. Its nonce, the id of what it follows, makes Discord answer a repetition with the message that is already there. */
export const say: EffectKind<'say'> = {
  patience: 3 * MINUTE, // nonces are only compared for "the past few minutes" (Discord documentation)
  about: ({ nonce, since = nonce }) => since,
  moot: [],
  send: ({ rest }, { channel, content, nonce, pings }) => {
    const body: RESTPostAPIChannelMessageJSONBody = {
      content,
      nonce,
      enforce_nonce: true,
      allowed_mentions: { parse: [], users: pings },
    };
    return rest.post(Routes.channelMessages(channel), { body });
  },
};
