import type { APIMessage, APIReaction } from 'discord-api-types/v10';
import type { Message, Reaction, World } from '../world/types.ts';
import { memberJson } from './user.ts';

/** A message as REST answers it: reactions counted, and no guild (that is the gateway's addition). */
export function messageJson(message: Message, botId: string): Record<string, unknown> {
  const { reactions, ephemeralFor: _for, guild_id: _guild, pinnedAt: _pinned, ...rest } = message;
  if (reactions.length === 0) return rest;
  return { ...rest, reactions: reactions.map((reaction) => reactionJson(reaction, botId)) };
}

/** A message as it stands inside a reply to it: without the one that it replies to itself. */
export function referencedJson(message: Message): APIMessage {
  const {
    reactions: _reactions,
    ephemeralFor: _for,
    guild_id: _guild,
    pinnedAt: _pinned,
    referenced_message: _inner,
    ...rest
  } = message;
  return rest;
}

/** As MESSAGE_CREATE and MESSAGE_UPDATE carry it: with guild, the author's member, and the mentioned ones'. */
export function messageEventJson(world: World, message: Message): Record<string, unknown> {
  const json = messageJson(message, world.bot.id);
  const guild = message.guild_id ? world.guilds.get(message.guild_id) : undefined;
  if (!guild) return json;
  const member = message.webhook_id ? undefined : guild.members.get(message.author.id);
  return {
    ...json,
    guild_id: guild.id,
    ...(member ? { member: memberJson(member) } : {}),
    mentions: message.mentions.map((user) => {
      const mentioned = guild.members.get(user.id);
      return mentioned ? { ...user, member: memberJson(mentioned) } : user;
    }),
  };
}

function reactionJson(reaction: Reaction, botId: string): APIReaction {
  const count = reaction.users.length;
  return {
    emoji: reaction.emoji,
    count,
    count_details: { burst: 0, normal: count },
    me: reaction.users.includes(botId),
    me_burst: false,
    burst_colors: [],
  };
}
