import { crowdGuildId, inPopulation } from '../seed/crowd-ids.ts';
import type { Guild, World } from './types.ts';

/** The guild goes on elsewhere, without the bot and the role that was made for it. */
export function takeBotOut(world: World, guild: Guild): void {
  world.guilds.delete(guild.id);
  for (const id of [...guild.channels.keys(), ...guild.threads.keys()]) world.channels.delete(id);
  guild.members.delete(world.bot.id);
  for (const { id, tags } of guild.roles.values()) if (tags?.bot_id === world.bot.id) guild.roles.delete(id);
  world.elsewhere.set(guild.id, guild);
}

/** What takes its place among the bot's guilds again; its bot member is the caller's to add. */
export function bringIn(world: World, guild: Guild): void {
  world.elsewhere.delete(guild.id);
  world.guilds.set(guild.id, guild);
  for (const channel of [...guild.channels.values(), ...guild.threads.values()])
    world.channels.set(channel.id, channel);
}

/** Whether the bot is in it or not. */
export function anyGuild({ guilds, elsewhere }: World, id: string): Guild | undefined {
  return guilds.get(id) ?? elsewhere.get(id);
}

/** Those that a user is in. Of a crowd, only the guilds that were touched are looked at, and the user's own. */
export function guildsOfUser({ guilds, elsewhere }: World, userId: string): Guild[] {
  const own = guilds.get(crowdGuildId(inPopulation(userId)?.population ?? -1));
  const looked = new Set([...guilds.kept(), ...(own ? [own] : []), ...elsewhere.values()]);
  return [...looked].filter(({ members }) => members.has(userId));
}
