import { MessageType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { deleteMessage, editMessage, postMessage, repeatMessage } from '../changes/messages.ts';
import { addReaction, removeReaction } from '../changes/reactions.ts';
import type { Live } from '../live.ts';
import { channelPermissions } from '../permissions.ts';
import { Cannot } from '../world/cannot.ts';
import { channelIn, guildIn, guildOf, memberIn, messageIn, userIn } from '../world/lookups.ts';
import type { Attachment, Channel, Guild, Message } from '../world/types.ts';

export interface MessageOrder {
  guild: string;
  /** The guild's first text channel where left out. */
  channel?: string;
  /** A member's id. With `webhook`, any id. */
  author: string;
  content?: string;
  /** Made by name and size alone. */
  attachments?: { filename: string; size?: number; content_type?: string }[];
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

const longestOfMembers = 4_000; // characters, with Nitro; 2000 without

/** A member posts; the gateway is told at once. Throws `Cannot` where Discord would not let them. */
export function postAs(live: Live, order: MessageOrder): Message {
  const { world } = live;
  const guild = guildIn(world, order.guild);
  const channel = channelIn(world, order.channel ?? guild.systemChannelId);
  const known = order.id === undefined ? undefined : channel.messages.get(order.id);
  if (known) {
    repeatMessage(live, channel, known);
    return known;
  }
  if (order.webhook === undefined)
    mustBeAbleTo(live, guild, channel, order.author, P.ViewChannel | P.SendMessages);
  if ((order.content ?? '').length > longestOfMembers) throw new Cannot('the message is too long to be sent');
  const author =
    order.webhook === undefined ? userIn(world, order.author) : webhookUser(order.author, order.webhook);
  return postMessage(live, {
    channel,
    author,
    content: order.content ?? '',
    attachments: (order.attachments ?? []).map((file) => attachment(live, channel, file)),
    id: order.id ?? (order.at === undefined ? undefined : world.snowflakes.at(new Date(order.at).getTime())),
    type: order.replyTo ? MessageType.Reply : (order.type ?? MessageType.Default),
    webhookId: order.webhook === undefined ? undefined : order.author,
    ...(order.replyTo
      ? { extra: { message_reference: { type: 0, channel_id: channel.id, message_id: order.replyTo } } }
      : {}),
  });
}

export function editAs(live: Live, message: { id: string } | string, content: string): Message {
  const known = messageIn(live.world, idOf(message));
  return editMessage(live, channelIn(live.world, known.channel_id), known, { content });
}

export function removeAs(live: Live, message: { id: string } | string): void {
  const known = messageIn(live.world, idOf(message));
  deleteMessage(live, channelIn(live.world, known.channel_id), known);
}

export interface ReactionOrder {
  message: { id: string } | string;
  user: string;
  /** A character, or `name:id` of a custom one. */
  emoji: string;
  remove?: boolean;
}

export function reactAs(live: Live, order: ReactionOrder): void {
  const message = messageIn(live.world, idOf(order.message));
  const channel = channelIn(live.world, message.channel_id);
  const guild = guildOf(live.world, channel);
  if (guild) mustBeAbleTo(live, guild, channel, order.user, P.ViewChannel | P.AddReactions);
  const [name, id] = order.emoji.split(':');
  const emoji = { id: id ?? null, name: name ?? order.emoji };
  if (order.remove) removeReaction(live, channel, message, emoji, order.user);
  else addReaction(live, channel, message, emoji, order.user);
}

function mustBeAbleTo({ world }: Live, guild: Guild, channel: Channel, userId: string, needs: bigint): void {
  const member = memberIn(guild, userId);
  if ((channelPermissions(guild, channel, member, world.now()) & needs) !== needs)
    throw new Cannot(`${member.user.username} may not do that in #${channel.name}`);
}

function webhookUser(id: string, username: string) {
  return { id, username, discriminator: '0000', global_name: null, avatar: null, bot: true };
}

function attachment(
  { world }: Live,
  channel: Channel,
  file: NonNullable<MessageOrder['attachments']>[number],
): Attachment {
  const id = world.snowflakes.next();
  const url = `https://cdn.discordapp.com/attachments/${channel.id}/${id}/${encodeURIComponent(file.filename)}`;
  return {
    id,
    filename: file.filename,
    size: file.size ?? 1_024,
    url,
    proxy_url: url,
    content_type: file.content_type,
  };
}

function idOf(message: { id: string } | string): string {
  return typeof message === 'string' ? message : message.id;
}
