import { type APIPartialEmoji, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { addReaction, removeReaction, sameEmoji } from '../../changes/reactions.ts';
import { channelPermissions } from '../../permissions.ts';
import { botMember, guildOf } from '../../world/lookups.ts';
import type { Channel, Message, World } from '../../world/types.ts';
import type { ErrorName } from '../errors.ts';
import { noContent, ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';

const mostReactions = 20; // different emoji on one message

export function reactionRoutes(): Route[] {
  return [
    route({
      method: 'PUT',
      path: '/channels/:channel/messages/:message/reactions/:emoji/@me',
      needs: P.ReadMessageHistory,
      handle({ found: { channel, message, emoji } }, live) {
        const known = message.reactions.some((reaction) => sameEmoji(reaction.emoji, emoji));
        const problem = known ? null : problemOfNew(live.world, channel, message, emoji);
        if (problem) return refuse(problem);
        addReaction(live, channel, message, emoji, live.world.bot.id);
        return noContent;
      },
    }),
    route({
      method: 'DELETE',
      path: '/channels/:channel/messages/:message/reactions/:emoji/@me',
      handle({ found: { channel, message, emoji } }, live) {
        const removed = removeReaction(live, channel, message, emoji, live.world.bot.id);
        return removed ? noContent : refuse('unknownEmoji');
      },
    }),
    route({
      method: 'DELETE',
      path: '/channels/:channel/messages/:message/reactions/:emoji/:user',
      needs: P.ManageMessages,
      handle({ found: { channel, message, emoji, user } }, live) {
        return removeReaction(live, channel, message, emoji, user.id) ? noContent : refuse('unknownEmoji');
      },
    }),
    route({
      method: 'GET',
      path: '/channels/:channel/messages/:message/reactions/:emoji',
      handle({ found: { message, emoji } }, { world }) {
        const users = message.reactions.find((reaction) => sameEmoji(reaction.emoji, emoji))?.users ?? [];
        return ok(users.map((id) => world.users.get(id)));
      },
    }),
  ];
}

/** An emoji that is already there can be joined by anyone who reads; to bring a new one takes more. */
function problemOfNew(
  world: World,
  channel: Channel,
  message: Message,
  emoji: APIPartialEmoji,
): ErrorName | null {
  const guild = guildOf(world, channel);
  if (guild) {
    const bits = channelPermissions(guild, channel, botMember(world, guild), world.now());
    if (!(bits & P.AddReactions)) return 'missingPermissions';
    const foreign = emoji.id !== null && !guild.emojis.has(emoji.id);
    if (foreign && !(bits & P.UseExternalEmojis)) return 'unknownEmoji'; // so Discord calls one that may not be used
  }
  return message.reactions.length >= mostReactions ? 'tooManyReactions' : null;
}
