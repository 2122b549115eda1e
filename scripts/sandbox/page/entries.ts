import {
  type APIAttachment,
  ApplicationCommandType,
  InteractionType,
  MessageFlags,
  MessageType,
} from 'discord-api-types/v10';
import { answerWithin } from '../limits.ts';
import { timeOf } from '../snowflakes.ts';
import type { Channel, Guild, Interaction, Message, RunCommand, World } from '../world/types.ts';
import { userName } from './names.ts';
import { colourOf } from './people.ts';
import { nameOf, type Place } from './place.ts';

/** What the member sees in the channel, oldest first: the last messages, and what is for them alone. */
export function entriesOf(world: World, place: Place, most: number): unknown[] {
  const { channel, member } = place;
  if (!channel) return [];
  const own = interactionsOf(world, channel, member.user.id);
  const private_ = [...world.ephemerals.values()].filter(
    ({ ephemeralFor, channel_id }) => ephemeralFor === member.user.id && channel_id === channel.id,
  );
  const messages = [...new Set([...lastOf(channel, most), ...private_])];
  const entries = [
    ...messages.map((message) => [message.id, messageEntry(world, place, channel, message)] as const),
    ...own.flatMap((one) => note(world, one)),
  ];
  return entries
    .sort(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1))
    .slice(-most)
    .map(([, entry]) => entry);
}

/** Those of the member in the channel, as long as the world remembers them. */
export function interactionsOf(world: World, channel: Channel, userId: string): Interaction[] {
  const found: Interaction[] = [];
  for (const one of world.interactions.values())
    if (one.userId === userId && one.channelId === channel.id) found.push(one);
  return found;
}

function lastOf({ messages }: Channel, most: number): Message[] {
  return [...messages.values()].slice(-most);
}

/** The client of whoever asked tells them what becomes of it, nobody else's. */
function note(
  world: World,
  { id, name, command, type, answer, createdAt }: Interaction,
): [string, unknown][] {
  if (answer.is === 'given' || type === InteractionType.ApplicationCommandAutocomplete) return [];
  const left = createdAt + answerWithin - world.now();
  const what = command ? titleOf(command) : name;
  return [[id, { is: 'note', id, what, left: Math.max(0, left) }]];
}

function messageEntry(world: World, place: Place, channel: Channel, message: Message): unknown {
  const { guild, member } = place;
  const flags = message.flags ?? 0;
  const author = guild.members.get(message.author.id);
  const isWebhook = message.webhook_id !== undefined && message.webhook_id !== world.application.id;
  return {
    is: 'message',
    id: message.id,
    at: timeOf(message.id),
    author: {
      id: message.author.id,
      name: author && !isWebhook ? nameOf(author) : (message.author.global_name ?? message.author.username),
      isBot: message.author.bot ?? false,
      isWebhook,
      colour: author ? colourOf(guild, author.roles) : 0,
    },
    kind: kinds[message.type] ?? 'message',
    content: message.content,
    isEdited: message.edited_timestamp !== null,
    isThinking: (flags & MessageFlags.Loading) !== 0,
    isPrivate: message.ephemeralFor !== undefined,
    mentionsMe: message.mentions.some(({ id }) => id === member.user.id) || message.mention_everyone,
    isPinned: message.pinned,
    replyTo: replyOf(world, guild, channel, message),
    used: usedOf(world, guild, message),
    attachments: message.attachments.slice(0, 10).map(fileOf),
    embeds: message.embeds,
    components: message.components ?? [],
    reactions: message.reactions.map(({ emoji, users }) => ({
      name: emoji.name ?? '?',
      id: emoji.id ?? null,
      count: users.length,
      isMine: users.includes(member.user.id),
    })),
  };
}

const kinds: Partial<Record<MessageType, string>> = {
  [MessageType.UserJoin]: 'join',
  [MessageType.ChannelPinnedMessage]: 'pin',
  [MessageType.GuildBoost]: 'boost',
  [MessageType.ThreadCreated]: 'thread',
  [MessageType.AutoModerationAction]: 'automod',
};

function replyOf(world: World, guild: Guild, channel: Channel, message: Message) {
  const id = message.message_reference?.message_id;
  if (id === undefined) return null;
  const original = channel.messages.get(id);
  if (!original) return { id, author: null, excerpt: '' };
  return { id, author: userName(world, guild, original.author.id), excerpt: original.content.slice(0, 120) };
}

/** Who ran which command, where the message answers one. */
function usedOf(world: World, guild: Guild, { interaction_metadata: began }: Message) {
  if (began?.type !== InteractionType.ApplicationCommand) return null;
  const command = world.interactions.get(began.id)?.command;
  return { by: userName(world, guild, began.user.id), command: command ? titleOf(command) : null };
}

/** As people call it: `/bytes send`, or the entry of a menu by its name. */
function titleOf({ type, fullName }: RunCommand): string {
  return type === ApplicationCommandType.ChatInput ? `/${fullName}` : fullName;
}

function fileOf({ filename, size, content_type }: APIAttachment) {
  return { filename, size, type: content_type ?? null };
}
