import { type APIDMChannel, RESTJSONErrorCodes as Code, Routes } from 'discord-api-types/v10';
import { MINUTE } from '../../shared/core/clock.ts';
import type { EffectKind } from './kind.ts';

/** A direct message. Who takes none, or is gone, cannot be told. */
export const tellMember: EffectKind<'tell-member'> = {
  patience: 3 * MINUTE, // nonces are only compared for "the past few minutes" (Discord documentation)
  moot: [
    Code.CannotSendMessagesToThisUser,
    Code.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds,
    Code.InvalidRecipients,
    Code.UnknownUser,
  ],
  async send({ rest }, { user, content, nonce }) {
    const channel = (await rest.post(Routes.userChannels(), {
      body: { recipient_id: user },
    })) as APIDMChannel;
    const body = { content, nonce, enforce_nonce: true, allowed_mentions: { parse: [] } };
    return rest.post(Routes.channelMessages(channel.id), { body });
  },
};
