import { channelJson } from '../shapes/channel.ts';
import { messageJson } from '../shapes/message.ts';
import { memberWithUserJson } from '../shapes/user.ts';
import { first } from '../world/first.ts';
import type { Guild, World } from '../world/types.ts';

// a look at the world, not a copy
const mostGuilds = 100;
const mostMembers = 1_000; // per guild
const latest = 50; // messages per channel

/** What is there now, for other processes. */
export function worldJson(world: World): unknown {
  return {
    applicationId: world.application.id,
    botId: world.bot.id,
    guildCount: world.guilds.size,
    guilds: first(world.guilds.values(), mostGuilds).map((guild) => guildView(world, guild)),
    commands: Object.fromEntries(world.commands),
  };
}

function guildView(world: World, guild: Guild): unknown {
  return {
    id: guild.id,
    name: guild.name,
    ownerId: guild.ownerId,
    roles: [...guild.roles.values()],
    memberCount: guild.members.size,
    members: first(guild.members.values(), mostMembers).map(memberWithUserJson),
    bans: [...guild.bans.values()],
    channels: [...guild.channels.values()].map((channel) => ({
      ...channelJson(channel),
      messages: [...channel.messages.values()]
        .slice(-latest)
        .map((message) => messageJson(message, world.bot.id)),
    })),
  };
}
