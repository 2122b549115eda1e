import { ChannelType } from 'discord-api-types/v10';
import { createChannel } from './create.ts';
import type { Channel, World } from './types.ts';

/** The direct messages between the bot and the user; null until one of them has opened them. */
export function directChannelOf({ directs }: World, userId: string): Channel | null {
  return directs.get(userId) ?? null;
}

/** One channel per user, made when it is first asked for. */
export function openDirectChannel(world: World, userId: string): Channel {
  const known = directChannelOf(world, userId);
  if (known) return known;
  const recipients = [world.users.get(userId)].filter((user) => user !== undefined);
  const id = world.snowflakes.next();
  const channel = createChannel({ id, guildId: null, name: '', type: ChannelType.DM, recipients });
  world.channels.set(id, channel);
  world.directs.set(userId, channel);
  return channel;
}
