import { AuditLogEvent, MessageType } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { messageEventJson } from '../shapes/message.ts';
import type { Act } from '../world/act.ts';
import { guildOf, userIn } from '../world/lookups.ts';
import type { Channel, Message } from '../world/types.ts';
import { logEntry } from './audit-log.ts';
import { postMessage } from './messages.ts';

/** The channel is told by a system message of whoever pinned it. Pinning what is pinned changes nothing. */
export function pinMessage(live: Live, channel: Channel, message: Message, act: Act): void {
  if (message.pinned) return;
  message.pinned = true;
  message.pinnedAt = new Date(live.world.now()).toISOString();
  record(live, channel, message, act, AuditLogEvent.MessagePin);
  const guild = channel.guildId ? { guild_id: channel.guildId } : {};
  postMessage(live, {
    channel,
    author: userIn(live.world, act.by),
    type: MessageType.ChannelPinnedMessage,
    extra: { message_reference: { type: 0, channel_id: channel.id, message_id: message.id, ...guild } },
  });
}

export function unpinMessage(live: Live, channel: Channel, message: Message, act: Act): void {
  if (!message.pinned) return;
  message.pinned = false;
  delete message.pinnedAt;
  record(live, channel, message, act, AuditLogEvent.MessageUnpin);
}

/** Newest pins first. */
export function pinsOf({ messages }: Channel): (Message & { pinnedAt: string })[] {
  return [...messages.values()]
    .flatMap((message) => (message.pinnedAt ? [{ ...message, pinnedAt: message.pinnedAt }] : []))
    .sort((a, b) => Date.parse(b.pinnedAt) - Date.parse(a.pinnedAt));
}

function record(live: Live, channel: Channel, message: Message, act: Act, type: AuditLogEvent): void {
  const guild = guildOf(live.world, channel);
  const more = { channel: channel.id, on: message.pinned };
  live.happened({ is: 'pin', by: act.by, guild: channel.guildId, target: message.id, more });
  const options = { channel_id: channel.id, message_id: message.id };
  if (guild) logEntry(live, guild, { type, target: message.author.id, options }, act);
  live.publish({ type: 'MESSAGE_UPDATE', guild, channel, data: messageEventJson(live.world, message) });
  const data = {
    guild_id: channel.guildId ?? undefined,
    channel_id: channel.id,
    last_pin_timestamp: pinsOf(channel)[0]?.pinnedAt ?? null,
  };
  live.publish({ type: 'CHANNEL_PINS_UPDATE', guild, channel, data });
}
