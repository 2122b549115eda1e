import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { addReaction, clearReactions, removeReaction, sameEmoji } from '../../changes/reactions.ts';
import { mostReactions } from '../../limits.ts';
import { changeRefusal } from '../../posting.ts';
import { bitsIn } from '../../rights.ts';
import type { Channel, Message, World } from '../../world/types.ts';
import type { ErrorName } from '../errors.ts';
import { isReply, noContent, ok, type Reply, refuse } from '../reply.ts';
import { type Found, type Route, route } from '../route.ts';
import { cut, pageIn } from '../validate/page.ts';

type Reacted = Pick<Found, 'channel' | 'message' | 'emoji'>;

export function reactionRoutes(): Route[] {
  return [
    route({
      method: 'PUT',
      path: '/channels/:channel/messages/:message/reactions/:emoji/@me',
      needs: P.ReadMessageHistory,
      handle({ found }, live) {
        const problem = problemOf(live.world, found);
        if (problem) return refuse(problem);
        addReaction(live, found.channel, found.message, found.emoji, live.world.bot.id);
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
        if (!channel.guildId) return refuse('directChannel');
        const removed = removeReaction(live, channel, message, emoji, user.id, live.world.bot.id);
        return removed ? noContent : refuse('unknownEmoji');
      },
    }),
    route({
      method: 'DELETE',
      path: '/channels/:channel/messages/:message/reactions/:emoji',
      needs: P.ManageMessages,
      handle({ found: { channel, message, emoji } }, live) {
        if (!channel.guildId) return refuse('directChannel');
        if (!reactionOf(message, emoji)) return refuse('unknownEmoji');
        clearReactions(live, channel, message, live.world.bot.id, emoji);
        return noContent;
      },
    }),
    route({
      method: 'DELETE',
      path: '/channels/:channel/messages/:message/reactions',
      needs: P.ManageMessages,
      handle({ found: { channel, message } }, live) {
        if (!channel.guildId) return refuse('directChannel');
        clearReactions(live, channel, message, live.world.bot.id);
        return noContent;
      },
    }),
    route({
      method: 'GET',
      path: '/channels/:channel/messages/:message/reactions/:emoji',
      needs: P.ReadMessageHistory,
      handle: ({ found, query }, { world }) => usersOf(world, found, query),
    }),
  ];
}

/** Get Reactions: users in the order of their ids, 1–100 (25) after one. */
function usersOf(world: World, { message, emoji }: Reacted, query: URLSearchParams): Reply {
  const page = pageIn(query, { most: 100, usual: 25 });
  if (isReply(page)) return page;
  const ids = cut(reactionOf(message, emoji)?.users ?? [], (id) => id, page);
  return ok(ids.map((id) => world.users.get(id)));
}

/** An emoji that is already there can be joined by anyone who reads; to bring a new one takes more. */
function problemOf(world: World, { channel, message, emoji }: Reacted): ErrorName | null {
  const bits = bitsIn(world, channel, world.bot.id);
  const shut = changeRefusal(channel, bits);
  if (shut) return shut;
  if (reactionOf(message, emoji)) return null;
  if (!(bits & P.AddReactions)) return 'missingPermissions';
  if (isForeign(world, channel, emoji.id) && !(bits & P.UseExternalEmojis)) return 'unknownEmoji'; // so Discord calls it
  return message.reactions.length >= mostReactions ? 'tooManyReactions' : null;
}

function isForeign(world: World, { guildId }: Channel, id: string | null): boolean {
  const guild = world.guilds.get(guildId ?? '');
  return id !== null && !!guild && !guild.emojis.has(id);
}

function reactionOf(message: Message, emoji: Reacted['emoji']) {
  return message.reactions.find((reaction) => sameEmoji(reaction.emoji, emoji));
}
