import { MessageType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { postMessage, repeatMessage } from '../changes/messages.ts';
import type { Live } from '../live.ts';
import { channelPermissions, isTimedOut } from '../permissions.ts';
import { type PostRefusal, postRefusal, slowmodeLeft } from '../posting.ts';
import { webhookUser } from '../shapes/webhook.ts';
import { Cannot } from '../world/cannot.ts';
import { channelOf, guildIn, memberIn, usualChannelOf } from '../world/lookups.ts';
import type { Channel, Guild, Member, Message, World } from '../world/types.ts';
import { attachmentOf } from './attachments.ts';
import { passAutoMod } from './auto-mod.ts';
import { contentOf, mustBeSendable, type Writing } from './writing.ts';

export interface MessageOrder extends Writing {
  guild: string;
  /** The guild's system channel where left out, or its first text channel. */
  channel?: string;
  /** A member's id. With `webhook`, any id. */
  author: string;
  /** When it was written: the snowflake says so. For messages that arrive late. */
  at?: Date | string | number;
  /** With the id of a message that is there, that very message is dispatched once more. */
  id?: string;
  /** Not 0 for system messages. */
  type?: number;
  /** Posted by a webhook of that name instead of a member. */
  webhook?: string;
  replyTo?: string;
}

/** A member posts; the gateway is told at once. Throws `Cannot` where Discord would not let them. */
export function postAs(live: Live, order: MessageOrder): Message {
  const { world } = live;
  const guild = guildIn(world, order.guild);
  const channel = order.channel === undefined ? usualChannelOf(guild) : channelOf(guild, order.channel);
  const known = order.id === undefined ? undefined : channel.messages.get(order.id);
  if (known) {
    repeatMessage(live, channel, known);
    return known;
  }
  const at = order.at === undefined ? world.now() : new Date(order.at).getTime();
  const isSystem = (order.type ?? MessageType.Default) !== MessageType.Default;
  if (!isSystem) mustBeSendable(order);
  const isMembers = !isSystem && order.webhook === undefined;
  if (isMembers) mustBeLetIn(world, guild, channel, memberIn(guild, order.author), order, at);
  const onceItIsThere = isMembers
    ? passAutoMod(live, guild, channel, order.author, order.content ?? '')
    : null;
  const message = postMessage(live, {
    channel,
    author:
      order.webhook === undefined
        ? memberIn(guild, order.author).user
        : webhookUser({ id: order.author, name: order.webhook, avatar: null }, null),
    content: isSystem ? (order.content ?? '') : contentOf(order),
    attachments: (order.attachments ?? []).map((file) => attachmentOf(world, channel, file)),
    id: order.id ?? (order.at === undefined ? undefined : world.snowflakes.at(at)),
    type: order.type,
    webhookId: order.webhook === undefined ? undefined : order.author,
    repliesTo: order.replyTo === undefined ? undefined : messageToReplyTo(channel, order.replyTo),
  });
  onceItIsThere?.(message.id);
  return message;
}

const words: Record<PostRefusal, string> = {
  nonTextChannel: 'nobody writes there',
  forumChannel: 'a forum takes posts, not messages',
  missingAccess: 'they may not see the channel',
  missingPermissions: 'they may not write there',
  archivedThread: 'the thread is closed and locked',
  lockedThread: 'the thread is locked',
};

function mustBeLetIn(
  world: World,
  guild: Guild,
  channel: Channel,
  member: Member,
  order: MessageOrder,
  at: number,
): void {
  const bits = channelPermissions(guild, channel, member, world.now());
  const who = `${member.user.username} may not write in #${channel.name}`;
  if (isTimedOut(member, world.now()) && !(bits & P.SendMessages))
    throw new Cannot(`${who}: they are timed out`);
  if (member.pending) throw new Cannot(`${who}: they have not agreed to the rules yet`);
  const refusal = postRefusal(channel, bits);
  if (refusal) throw new Cannot(`${who}: ${words[refusal]}`);
  if (order.attachments?.length && !(bits & P.AttachFiles))
    throw new Cannot(`${member.user.username} may not attach files in #${channel.name}`);
  if (order.replyTo !== undefined && !(bits & P.ReadMessageHistory))
    throw new Cannot(`${member.user.username} may not reply in #${channel.name}`);
  const left = slowmodeLeft(channel, bits, member.user, at);
  if (left > 0) throw new Cannot(`${who} for ${Math.ceil(left / 1_000)} s more: slowmode`);
}

function messageToReplyTo(channel: Channel, id: string): Message {
  const message = channel.messages.get(id);
  if (!message) throw new Cannot('the message to reply to is not in that channel');
  return message;
}
