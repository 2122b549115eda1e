import { type RESTPostAPIChannelMessageJSONBody, Routes } from 'discord-api-types/v10';
import { MINUTE } from '../../shared/core/clock.ts';
import type { EffectKind } from './kind.ts';

/** An entry of a log channel. It pings nobody. */
export const logEntry: EffectKind<'log'> = {
  patience: 3 * MINUTE, // nonces are only compared for "the past few minutes" (Discord documentation)
  moot: [],
  send: ({ rest }, { channel, embeds, nonce }) => {
    const body: RESTPostAPIChannelMessageJSONBody = {
      embeds,
      nonce,
      enforce_nonce: true,
      allowed_mentions: { parse: [] },
    };
    return rest.post(Routes.channelMessages(channel), { body });
  },
};
