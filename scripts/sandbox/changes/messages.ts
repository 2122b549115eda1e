import type { APIAllowedMentions } from 'discord-api-types/v10';
import type { DeedKind } from '../deeds.ts';
import type { Live } from '../live.ts';
import { textsIn } from '../shapes/components.ts';
import { messageEventJson } from '../shapes/message.ts';
import { timeOf } from '../snowflakes.ts';
import { type Act, actOf, actOfBot } from '../world/act.ts';
import { guildOf } from '../world/lookups.ts';
import type { Channel, Message } from '../world/types.ts';
import { createMessage, type Draft } from './draft.ts';
import { mentionsIn } from './mentions.ts';
import { logBulkDeletion, logDeletion } from './message-log.ts';
import { changeThread } from './threads.ts';

const nonceWithin = 3 * 60_000; // "the past few minutes", says Discord's documentation of enforce_nonce

/** Posts, keeps and announces; an archived thread wakes up. An ephemeral message is nobody's but one member's. */
export function postMessage(live: Live, draft: Draft): Message {
  const message = createMessage(live.world, draft);
  keep(live, message.ephemeralFor ? live.world.ephemerals : draft.channel.messages, message);
  if (message.ephemeralFor) return message;
  wake(live, draft);
  draft.channel.lastMessageId = message.id;
  remember(live, draft.channel, message);
  const webhook = draft.webhookId ? { webhook: draft.webhookId } : {};
  happened(live, 'message', draft.channel, message.id, message.author.id, webhook);
  announce(live, 'MESSAGE_CREATE', draft.channel, message);
  return message;
}

/** The bot's message with this nonce, where it is a few minutes old at most. */
export function twinOf({ world }: Live, channel: Channel, nonce: string | number): Message | null {
  const twin = channel.nonces.get(String(nonce));
  if (!twin || !channel.messages.has(twin.id)) return null;
  return world.now() - timeOf(twin.id) <= nonceWithin ? twin : null;
}

/** Says the very same message again, as a gateway that repeats itself would. */
export function repeatMessage(live: Live, channel: Channel, message: Message): void {
  announce(live, 'MESSAGE_CREATE', channel, message);
}

export interface Edit
  extends Partial<Pick<Message, 'content' | 'embeds' | 'components' | 'attachments' | 'flags'>> {
  /** Whom the new content may mention; whomever it names where left out. */
  allowedMentions?: APIAllowedMentions | null;
  /** A user's id; the author where left out. */
  by?: string;
}

/** Fields left out stay as they are. `silent`: not marked as edited (an answer that was only deferred). */
export function editMessage(
  live: Live,
  channel: Channel,
  message: Message,
  edit: Edit,
  silent = false,
): Message {
  const { allowedMentions = null, by = message.author.id, ...fields } = edit;
  Object.assign(message, fields);
  if (fields.content !== undefined || fields.components) {
    const text = [message.content, ...textsIn(message.components ?? [])].join('\n');
    const source = { channel, author: message.author, webhookId: message.webhook_id };
    Object.assign(message, mentionsIn(live.world, source, text, allowedMentions));
  }
  if (!silent) message.edited_timestamp = new Date(live.world.now()).toISOString();
  if (message.ephemeralFor) return message;
  happened(live, 'edit', channel, message.id, by);
  announce(live, 'MESSAGE_UPDATE', channel, message);
  return message;
}

/** Its author deletes it, unless `act` says otherwise. */
export function deleteMessage(
  live: Live,
  channel: Channel,
  message: Message,
  act: Act = actOf(message.author.id),
): void {
  live.world.ephemerals.delete(message.id);
  if (!channel.messages.delete(message.id)) return;
  happened(live, 'delete', channel, message.id, act.by, { author: message.author.id });
  logDeletion(live, channel, message.author.id, act);
  const data = { id: message.id, channel_id: channel.id, guild_id: channel.guildId ?? undefined };
  live.publish({ type: 'MESSAGE_DELETE', guild: guildOf(live.world, channel), channel, data });
}

/** Ids that are already gone are left out; nothing is announced when none is left. What a ban deletes is not `logged`. */
export function deleteMessages(
  live: Live,
  channel: Channel,
  ids: string[],
  act: Act = actOfBot(live.world),
  logged = true,
): void {
  const present = ids.flatMap((id) => channel.messages.get(id) ?? []);
  if (present.length === 0) return;
  for (const message of present) {
    channel.messages.delete(message.id);
    happened(live, 'delete', channel, message.id, act.by, { author: message.author.id, bulk: true });
  }
  if (logged) logBulkDeletion(live, channel, present.length, act);
  const data = {
    ids: present.map(({ id }) => id),
    channel_id: channel.id,
    guild_id: channel.guildId ?? undefined,
  };
  live.publish({ type: 'MESSAGE_DELETE_BULK', guild: guildOf(live.world, channel), channel, data });
}

function announce(live: Live, type: string, channel: Channel, message: Message): void {
  const data = messageEventJson(live.world, message);
  live.publish({ type, guild: guildOf(live.world, channel), channel, data });
}

function happened(
  live: Live,
  is: DeedKind,
  channel: Channel,
  target: string,
  by: string,
  more: Record<string, unknown> = {},
): void {
  live.happened({ is, by, guild: channel.guildId, target, more: { channel: channel.id, ...more } });
}

function wake(live: Live, { channel, author }: Draft): void {
  const guild = guildOf(live.world, channel);
  if (guild && channel.thread?.archived)
    changeThread(live, guild, channel, { archived: false }, actOf(author.id));
}

/** For slowmode and nonces. */
function remember({ world }: Live, channel: Channel, message: Message): void {
  const { id, author, nonce } = message;
  if (channel.slowmode > 0 && !author.bot) channel.postedAt.set(author.id, timeOf(id));
  if (nonce === undefined || author.id !== world.bot.id) return;
  for (const [old, { id: oldId }] of channel.nonces) {
    if (world.now() - timeOf(oldId) <= nonceWithin) break;
    channel.nonces.delete(old);
  }
  channel.nonces.delete(String(nonce));
  channel.nonces.set(String(nonce), message);
}

function keep({ world }: Live, messages: Map<string, Message>, message: Message): void {
  messages.set(message.id, message);
  const [oldest] = messages.keys();
  if (messages.size > world.keepMessages && oldest !== undefined) messages.delete(oldest);
}
