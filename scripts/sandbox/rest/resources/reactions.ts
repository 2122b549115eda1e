import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { addReaction, removeReaction, sameEmoji } from '../../changes/reactions.ts';
import { noContent, ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';

export function reactionRoutes(): Route[] {
  return [
    route({
      method: 'PUT',
      path: '/channels/:channel/messages/:message/reactions/:emoji/@me',
      needs: P.ReadMessageHistory | P.AddReactions,
      handle({ found: { channel, message, emoji } }, live) {
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
