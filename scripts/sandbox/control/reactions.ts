import { type APIPartialEmoji, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { addReaction, removeReaction, sameEmoji } from '../changes/reactions.ts';
import { mostReactions } from '../limits.ts';
import type { Live } from '../live.ts';
import { channelPermissions } from '../permissions.ts';
import { changeRefusal } from '../posting.ts';
import { Cannot } from '../world/cannot.ts';
import { channelIn, guildOf, memberIn, messageIn, type Which } from '../world/lookups.ts';
import type { Channel, Guild, Message, World } from '../world/types.ts';

export interface ReactionOrder {
  message: Which;
  user: string;
  /** A character, or `name:id` of a custom one. */
  emoji: string;
  remove?: boolean;
}

/** Throws `Cannot` where Discord would not let the member. */
export function reactAs(live: Live, order: ReactionOrder): void {
  const { world } = live;
  const message = messageIn(world, order.message);
  const channel = channelIn(world, message.channel_id);
  const [name, id] = order.emoji.split(':');
  const emoji = { id: id ?? null, name: name ?? order.emoji };
  if (order.remove) {
    removeReaction(live, channel, message, emoji, order.user);
    return;
  }
  const guild = guildOf(world, channel);
  if (guild) mustBeAbleTo(world, guild, channel, order.user, message, emoji);
  addReaction(live, channel, message, emoji, order.user);
}

function mustBeAbleTo(
  world: World,
  guild: Guild,
  channel: Channel,
  userId: string,
  message: Message,
  emoji: APIPartialEmoji,
): void {
  const member = memberIn(guild, userId);
  const bits = channelPermissions(guild, channel, member, world.now());
  const isNew = !message.reactions.some((reaction) => sameEmoji(reaction.emoji, emoji));
  const needs = isNew ? P.ReadMessageHistory | P.AddReactions : P.ReadMessageHistory;
  if ((bits & needs) !== needs || changeRefusal(channel, bits))
    throw new Cannot(`${member.user.username} may not do that in #${channel.name}`);
  if (isNew && message.reactions.length >= mostReactions)
    throw new Cannot(`a message has at most ${mostReactions} different reactions`);
}
