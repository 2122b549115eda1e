import { postMessage } from '../changes/messages.ts';
import type { Live } from '../live.ts';
import { directRefusal } from '../posting.ts';
import { Cannot } from '../world/cannot.ts';
import { openDirectChannel } from '../world/direct.ts';
import { userIn } from '../world/lookups.ts';
import type { Message } from '../world/types.ts';
import { attachmentOf } from './attachments.ts';
import { contentOf, mustBeSendable, type Writing } from './writing.ts';

export interface DirectOrder extends Writing {
  /** A user's id. */
  author: string;
}

const words = {
  closedToMessages: 'direct messages are paused, or the user is a bot',
  noMutualGuild: 'they share no server with the bot',
};

/**
 * A user writes to the bot; the direct messages are opened where they were not. Bots get no CHANNEL_CREATE for them
 * (Discord's documentation, the change log of API version 8).
 */
export function postDirectly(live: Live, order: DirectOrder): Message {
  const { world } = live;
  const user = userIn(world, order.author);
  const refusal = directRefusal(world, user);
  if (refusal) throw new Cannot(`${user.username} cannot write to the bot: ${words[refusal]}`);
  mustBeSendable(order);
  const channel = openDirectChannel(world, user.id);
  return postMessage(live, {
    channel,
    author: user,
    content: contentOf(order),
    attachments: (order.attachments ?? []).map((file) => attachmentOf(world, channel, file)),
  });
}

/** The user takes no direct messages of the bot any more, or takes them again. They can still write to it. */
export function closeMessages({ world }: Live, userId: string, closed: boolean): void {
  const { id } = userIn(world, userId);
  if (closed) world.closedToMessages.add(id);
  else world.closedToMessages.delete(id);
}
