import { createChannel, createMember, createRole } from '../world/create.ts';
import { FoundMap } from '../world/found-map.ts';
import { LazyMap } from '../world/lazy-map.ts';
import type { Channel, Guild, World } from '../world/types.ts';
import { crowdGuildId, crowdUserId, idInCrowdGuild, inCrowdGuild } from './crowd-ids.ts';
import { emptyGuild } from './guild.ts';
import { forEveryone, usualBotPermissions } from './permissions.ts';
import { populate } from './population.ts';
import type { Crowd } from './types.ts';

const joinedAt = '2023-01-01T00:00:00.000Z';
const low = { memberRole: 1, botRole: 2, general: 16, offTopic: 17 };

/** Guilds, the crowd's made on demand: the same on every start, whatever was asked for first. */
export function guildsOfCrowd(world: () => World, { guilds, members }: Crowd): LazyMap<Guild> {
  return new LazyMap<Guild>({
    count: guilds,
    idOf: crowdGuildId,
    numberOf(id) {
      const place = inCrowdGuild(id);
      return place && place.low === 0 && place.guild >= 0 && place.guild < guilds ? place.guild : -1;
    },
    make(number, kept) {
      const guild = makeGuild(world(), number, members);
      if (kept) for (const channel of guild.channels.values()) world().channels.set(channel.id, channel);
      return guild;
    },
  });
}

/** Channels: direct ones, those of seeded guilds, and those of the crowd's guilds once somebody asks for them. */
export function channelsOfCrowd(world: () => World): FoundMap<Channel> {
  return new FoundMap((id) => {
    const place = inCrowdGuild(id);
    return place && place.low >= low.general
      ? world().guilds.get(crowdGuildId(place.guild))?.channels.get(id)
      : undefined;
  });
}

function makeGuild(world: World, number: number, members: number): Guild {
  const id = crowdGuildId(number);
  const guild = emptyGuild(world, id, { name: `Crowd ${number}` });
  guild.joinedAt = joinedAt;
  populate(world, guild, number, members);
  const botRole = idInCrowdGuild(number, low.botRole);
  const roles = [
    createRole({ id, name: '@everyone', permissions: forEveryone, position: 0 }),
    createRole({
      id: idInCrowdGuild(number, low.memberRole),
      name: 'Regular',
      permissions: 0n,
      position: 1,
    }),
    createRole({
      id: botRole,
      name: world.application.name,
      permissions: usualBotPermissions,
      position: 2,
      botId: world.bot.id,
    }),
  ];
  for (const role of roles) guild.roles.set(role.id, role);
  for (const [position, name] of (['general', 'offTopic'] as const).entries()) {
    const channel = createChannel({
      id: idInCrowdGuild(number, low[name]),
      guildId: id,
      name: name === 'general' ? 'general' : 'off-topic',
      position,
    });
    guild.channels.set(channel.id, channel);
  }
  const bot = createMember(guild, world.bot, { joinedAt });
  bot.roles.push(botRole);
  guild.members.set(world.bot.id, bot);
  guild.systemChannelId = idInCrowdGuild(number, low.general);
  guild.ownerId = members > 0 ? crowdUserId(number, 0) : world.application.owner.id;
  return guild;
}
