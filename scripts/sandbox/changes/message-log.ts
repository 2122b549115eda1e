import { AuditLogEvent } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { timeOf } from '../snowflakes.ts';
import type { Act } from '../world/act.ts';
import { guildOf } from '../world/lookups.ts';
import type { AuditEntry, Channel, Guild } from '../world/types.ts';
import { logEntry } from './audit-log.ts';

const countedUpWithin = 5 * 60_000; // as Discord's client shows it; its documentation gives no figure

/**
 * A member deleted somebody else's message. Repetitions within minutes only raise the entry's count, of which the
 * gateway says nothing. Discord logs neither what bots delete one by one, nor what an author deletes.
 */
export function logDeletion(live: Live, channel: Channel, author: string, act: Act): void {
  const guild = guildOf(live.world, channel);
  if (!guild || act.by === author || live.world.users.get(act.by)?.bot) return;
  const open = openEntry(live, guild, channel, author, act);
  if (open?.options) {
    open.options.count = String(Number(open.options.count) + 1);
    return;
  }
  const options = { channel_id: channel.id, count: '1' };
  logEntry(live, guild, { type: AuditLogEvent.MessageDelete, target: author, options }, act);
}

export function logBulkDeletion(live: Live, channel: Channel, count: number, act: Act): void {
  const guild = guildOf(live.world, channel);
  const options = { count: String(count) };
  if (guild)
    logEntry(live, guild, { type: AuditLogEvent.MessageBulkDelete, target: channel.id, options }, act);
}

function openEntry(
  { world }: Live,
  guild: Guild,
  channel: Channel,
  author: string,
  act: Act,
): AuditEntry | undefined {
  const since = world.now() - countedUpWithin;
  return guild.auditLog.findLast(
    (entry) =>
      entry.action_type === AuditLogEvent.MessageDelete &&
      entry.user_id === act.by &&
      entry.target_id === author &&
      entry.options?.channel_id === channel.id &&
      timeOf(entry.id) > since,
  );
}
