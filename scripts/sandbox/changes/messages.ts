import type { APIAllowedMentions } from 'discord-api-types/v10';
import type { DeedKind } from '../deeds.ts';
import type { Live } from '../live.ts';
import { messageEventJson } from '../shapes/message.ts';
import { type Act, actOf, actOfBot } from '../world/act.ts';
import { guildOf } from '../world/lookups.ts';
import type { Channel, Message } from '../world/types.ts';
import { createMessage, type Draft, mentionsIn } from './draft.ts';

/** Posts, keeps and announces. An ephemeral message is neither kept in the channel nor announced. */
export function postMessage(live: Live, draft: Draft): Message {
  const message = createMessage(live.world, draft);
  if (message.ephemeralFor) return message;
  const { messages } = draft.channel;
  messages.set(message.id, message);
  if (messages.size > live.world.keepMessages) forgetOldest(messages);
  draft.channel.lastMessageId = message.id;
  happened(live, 'message', draft.channel, message.id, message.author.id);
  announce(live, 'MESSAGE_CREATE', draft.channel, message);
  return message;
}

/** Says the very same message again, as a gateway that repeats itself would. */
export function repeatMessage(live: Live, channel: Channel, message: Message): void {
  announce(live, 'MESSAGE_CREATE', channel, message);
}

export interface Edit
  extends Partial<Pick<Message, 'content' | 'embeds' | 'components' | 'attachments' | 'flags'>> {
  /** Whom the new content may mention; whomever it names where left out. */
  allowedMentions?: APIAllowedMentions | null;
}

/** Fields left out stay as they are. `silent`: not marked as edited (an answer that was only deferred). */
export function editMessage(
  live: Live,
  channel: Channel,
  message: Message,
  edit: Edit,
  silent = false,
): Message {
  const { allowedMentions = null, ...fields } = edit;
  Object.assign(message, fields);
  if (fields.content !== undefined)
    Object.assign(message, mentionsIn(live.world, channel, fields.content, allowedMentions));
  if (!silent) message.edited_timestamp = new Date(live.world.now()).toISOString();
  if (message.ephemeralFor) return message;
  happened(live, 'edit', channel, message.id, message.author.id);
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
  channel.messages.delete(message.id);
  if (message.ephemeralFor) return;
  happened(live, 'delete', channel, message.id, act.by, { author: message.author.id });
  const data = { id: message.id, channel_id: channel.id, guild_id: channel.guildId ?? undefined };
  live.publish({ type: 'MESSAGE_DELETE', guild: guildOf(live.world, channel), channel, data });
}

/** Ids that are already gone are left out; nothing is announced when none is left. */
export function deleteMessages(
  live: Live,
  channel: Channel,
  ids: string[],
  act: Act = actOfBot(live.world),
): void {
  const present = ids.flatMap((id) => channel.messages.get(id) ?? []);
  if (present.length === 0) return;
  for (const message of present) {
    channel.messages.delete(message.id);
    happened(live, 'delete', channel, message.id, act.by, { author: message.author.id, bulk: true });
  }
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

function forgetOldest(messages: Map<string, Message>): void {
  const [oldest] = messages.keys();
  if (oldest !== undefined) messages.delete(oldest);
}
