import type { APIPartialEmoji } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { memberWithUserJson } from '../shapes/user.ts';
import { guildOf } from '../world/lookups.ts';
import type { Channel, Message } from '../world/types.ts';

export function sameEmoji(a: APIPartialEmoji, b: APIPartialEmoji): boolean {
  return a.id === b.id && (a.id !== null || a.name === b.name);
}

/** A second reaction of the same user with the same emoji changes nothing, as on Discord. */
export function addReaction(
  live: Live,
  channel: Channel,
  message: Message,
  emoji: APIPartialEmoji,
  by: string,
): void {
  const known = message.reactions.find((reaction) => sameEmoji(reaction.emoji, emoji));
  if (known?.users.includes(by)) return;
  if (known) known.users.push(by);
  else message.reactions.push({ emoji, users: [by] });
  const more = { channel: channel.id, emoji: emoji.name };
  live.happened({ is: 'reaction', by, guild: channel.guildId, target: message.id, more });
  const member = guildOf(live.world, channel)?.members.get(by);
  announce(live, 'MESSAGE_REACTION_ADD', channel, message, emoji, by, {
    message_author_id: message.author.id,
    ...(member ? { member: memberWithUserJson(member) } : {}),
  });
}

/** Takes away the reaction of `of`, who does that themselves unless `by` says otherwise. True when there was one. */
export function removeReaction(
  live: Live,
  channel: Channel,
  message: Message,
  emoji: APIPartialEmoji,
  of: string,
  by = of,
): boolean {
  const known = message.reactions.find((reaction) => sameEmoji(reaction.emoji, emoji));
  if (!known?.users.includes(of)) return false;
  known.users = known.users.filter((user) => user !== of);
  message.reactions = message.reactions.filter((reaction) => reaction.users.length > 0);
  const more = { channel: channel.id, emoji: emoji.name, of };
  live.happened({ is: 'unreaction', by, guild: channel.guildId, target: message.id, more });
  announce(live, 'MESSAGE_REACTION_REMOVE', channel, message, emoji, of, {});
  return true;
}

/** Takes away everybody's reactions, with that emoji where one is given. */
export function clearReactions(
  live: Live,
  channel: Channel,
  message: Message,
  by: string,
  emoji?: APIPartialEmoji,
): void {
  const isMeant = (other: APIPartialEmoji) => !emoji || sameEmoji(other, emoji);
  if (!message.reactions.some((reaction) => isMeant(reaction.emoji))) return;
  message.reactions = message.reactions.filter((reaction) => !isMeant(reaction.emoji));
  const more = { channel: channel.id, all: true, ...(emoji ? { emoji: emoji.name } : {}) };
  live.happened({ is: 'unreaction', by, guild: channel.guildId, target: message.id, more });
  const data = {
    channel_id: channel.id,
    message_id: message.id,
    guild_id: channel.guildId ?? undefined,
    ...(emoji ? { emoji } : {}),
  };
  const type = emoji ? 'MESSAGE_REACTION_REMOVE_EMOJI' : 'MESSAGE_REACTION_REMOVE_ALL';
  live.publish({ type, guild: guildOf(live.world, channel), channel, data });
}

function announce(
  live: Live,
  type: string,
  channel: Channel,
  message: Message,
  emoji: APIPartialEmoji,
  by: string,
  more: Record<string, unknown>,
): void {
  const data = {
    user_id: by,
    channel_id: channel.id,
    message_id: message.id,
    guild_id: channel.guildId ?? undefined,
    emoji,
    burst: false,
    type: 0,
    ...more,
  };
  live.publish({ type, guild: guildOf(live.world, channel), channel, data });
}
