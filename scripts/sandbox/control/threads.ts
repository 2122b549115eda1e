import { ChannelType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { addThread, changeThread, removeThread, type ThreadChange } from '../changes/threads.ts';
import type { Live } from '../live.ts';
import { Cannot } from '../world/cannot.ts';
import { isForum, isTextual } from '../world/channel-kinds.ts';
import { channelIn, guildIn, messageIn } from '../world/lookups.ts';
import type { Channel, Guild } from '../world/types.ts';
import { type Acting, actorIn } from './acting.ts';

export interface ThreadOrder extends Acting {
  channel: string;
  name: string;
  /** Id of the message it starts from. */
  message?: string;
  private?: boolean;
}

export function openThread(live: Live, order: ThreadOrder): Channel {
  const parent = channelIn(live.world, order.channel);
  const guild = guildIn(live.world, parent.guildId ?? '');
  const actor = actorIn(live, guild, order);
  actor.needs(order.private ? P.CreatePrivateThreads : P.CreatePublicThreads, parent);
  if (!isTextual(parent) && !isForum(parent)) throw new Cannot(`there are no threads in #${parent.name}`);
  const on = order.message === undefined ? undefined : messageIn(live.world, order.message);
  if (on && on.channel_id !== parent.id) throw new Cannot(`the message is not in #${parent.name}`);
  if (on && live.world.channels.has(on.id)) throw new Cannot('the message has a thread already');
  const type = order.private ? ChannelType.PrivateThread : ChannelType.PublicThread;
  return addThread(live, guild, parent, { name: order.name, type }, actor.act, on);
}

/** Its name, or whether it is archived and locked. */
export function changeThreadAs(live: Live, threadId: string, change: ThreadChange, order: Acting = {}): void {
  const { guild, thread, channel } = threadIn(live, threadId);
  const actor = actorIn(live, guild, order);
  const own = order.by === thread.ownerId && !thread.locked;
  if (!own) actor.needs(P.ManageThreads, channel);
  changeThread(live, guild, channel, change, actor.act);
}

export function removeThreadAs(live: Live, threadId: string, order: Acting = {}): void {
  const { guild, channel } = threadIn(live, threadId);
  const actor = actorIn(live, guild, order);
  actor.needs(P.ManageThreads, channel);
  removeThread(live, guild, channel, actor.act);
}

function threadIn(
  live: Live,
  id: string,
): {
  guild: Guild;
  channel: Channel;
  thread: NonNullable<Channel['thread']>;
} {
  const channel = channelIn(live.world, id);
  const { thread } = channel;
  if (!thread) throw new Cannot(`#${channel.name} is no thread`);
  return { guild: guildIn(live.world, channel.guildId ?? ''), channel, thread };
}
