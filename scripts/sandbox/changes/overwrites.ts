import {
  type APIAuditLogOptions,
  type APIOverwrite,
  AuditLogEvent,
  OverwriteType,
} from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { channelJson } from '../shapes/channel.ts';
import type { Act } from '../world/act.ts';
import type { Channel, Guild } from '../world/types.ts';
import { changeOf, changesBetween, logEntry } from './audit-log.ts';

/** Adds one, or replaces the one for the same role or member. */
export function setOverwrite(live: Live, guild: Guild, channel: Channel, to: APIOverwrite, act: Act): void {
  const before = channel.overwrites.find(({ id }) => id === to.id);
  channel.overwrites = [...channel.overwrites.filter(({ id }) => id !== to.id), to];
  const changes = before
    ? changesBetween(before, to, { allow: 'allow', deny: 'deny' })
    : Object.entries(to).map(([key, value]) => changeOf(key, null, value));
  const type = before ? AuditLogEvent.ChannelOverwriteUpdate : AuditLogEvent.ChannelOverwriteCreate;
  announce(live, guild, channel, to, { type, changes }, act);
}

export function removeOverwrite(
  live: Live,
  guild: Guild,
  channel: Channel,
  overwrite: APIOverwrite,
  act: Act,
): void {
  channel.overwrites = channel.overwrites.filter(({ id }) => id !== overwrite.id);
  const changes = Object.entries(overwrite).map(([key, value]) => changeOf(key, value, null));
  announce(live, guild, channel, overwrite, { type: AuditLogEvent.ChannelOverwriteDelete, changes }, act);
}

function announce(
  live: Live,
  guild: Guild,
  channel: Channel,
  { id, type }: APIOverwrite,
  entry: Pick<Parameters<typeof logEntry>[2], 'type' | 'changes'>,
  act: Act,
): void {
  const { overwrites } = channel;
  live.happened({ is: 'channel', by: act.by, guild: guild.id, target: channel.id, more: { overwrites } });
  const name = type === OverwriteType.Role ? guild.roles.get(id)?.name : undefined;
  const options = { id, type: String(type), ...(name === undefined ? {} : { role_name: name }) };
  const typed = options as APIAuditLogOptions; // its `type` is "0" or "1", as the overwrite's is 0 or 1
  if (entry.changes?.length) logEntry(live, guild, { ...entry, target: channel.id, options: typed }, act);
  live.publish({ type: 'CHANNEL_UPDATE', guild, channel, data: channelJson(channel) });
}
