import { channelJson } from '../shapes/channel.ts';
import { messageJson } from '../shapes/message.ts';
import { memberWithUserJson } from '../shapes/user.ts';
import type { Guild, World } from '../world/types.ts';

const latest = 50; // messages per channel: a look at the world, not a copy

/** What is there now, for other processes. */
export function worldJson(world: World): unknown {
  return {
    applicationId: world.application.id,
    botId: world.bot.id,
    guilds: [...world.guilds.values()].map((guild) => guildView(world, guild)),
    commands: Object.fromEntries(world.commands),
  };
}

function guildView(world: World, guild: Guild): unknown {
  return {
    id: guild.id,
    name: guild.name,
    ownerId: guild.ownerId,
    roles: [...guild.roles.values()],
    members: [...guild.members.values()].map(memberWithUserJson),
    bans: [...guild.bans.values()],
    channels: [...guild.channels.values()].map((channel) => ({
      ...channelJson(channel),
      messages: [...channel.messages.values()]
        .slice(-latest)
        .map((message) => messageJson(message, world.bot.id)),
    })),
  };
}
