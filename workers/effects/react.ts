import { RESTJSONErrorCodes, Routes } from 'discord-api-types/v10';
import { MINUTE } from '../../shared/core/clock.ts';
import type { EffectKind } from './kind.ts';

/** The bot's own reaction: adding it again changes nothing. */
export const react: EffectKind<'react'> = {
  patience: 10 * MINUTE, // a reaction that late only puzzles
  about: ({ message }) => message,
  moot: [
    RESTJSONErrorCodes.UnknownChannel,
    RESTJSONErrorCodes.UnknownMessage,
    RESTJSONErrorCodes.MaximumNumberOfReactionsReached,
    RESTJSONErrorCodes.ReactionWasBlocked,
  ],
  send: ({ rest }, { channel, message, emoji }) =>
    rest.put(Routes.channelMessageOwnReaction(channel, message, encodeURIComponent(nameOf(emoji)))),
};

/** Settings may hold a guild's emoji as people paste it, `<:coin:123>`; Discord wants `coin:123`. */
function nameOf(emoji: string): string {
  return emoji.replace(/^<a?:(.+)>$/, '$1');
}
