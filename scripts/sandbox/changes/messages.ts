import type { APIAllowedMentions } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { messageEventJson } from '../shapes/message.ts';
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
  if (!message.ephemeralFor) announce(live, 'MESSAGE_UPDATE', channel, message);
  return message;
}

export function deleteMessage(live: Live, channel: Channel, message: Message): void {
  channel.messages.delete(message.id);
  if (message.ephemeralFor) return;
  const data = { id: message.id, channel_id: channel.id, guild_id: channel.guildId ?? undefined };
  live.publish({ type: 'MESSAGE_DELETE', guild: guildOf(live.world, channel), channel, data });
}

/** Ids that are already gone are left out; nothing is announced when none is left. */
export function deleteMessages(live: Live, channel: Channel, ids: string[]): void {
  const present = ids.filter((id) => channel.messages.delete(id));
  if (present.length === 0) return;
  const data = { ids: present, channel_id: channel.id, guild_id: channel.guildId ?? undefined };
  live.publish({ type: 'MESSAGE_DELETE_BULK', guild: guildOf(live.world, channel), channel, data });
}

function announce(live: Live, type: string, channel: Channel, message: Message): void {
  const data = messageEventJson(live.world, message);
  live.publish({ type, guild: guildOf(live.world, channel), channel, data });
}

function forgetOldest(messages: Map<string, Message>): void {
  const [oldest] = messages.keys();
  if (oldest !== undefined) messages.delete(oldest);
}
