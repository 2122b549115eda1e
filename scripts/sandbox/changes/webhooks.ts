import { randomBytes } from 'node:crypto';
import { AuditLogEvent } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import type { Act } from '../world/act.ts';
import type { Channel, Guild, Webhook } from '../world/types.ts';
import { changesBetween, logEntry } from './audit-log.ts';

export function addWebhook(live: Live, guild: Guild, channel: Channel, name: string, act: Act): Webhook {
  const id = live.world.snowflakes.next();
  const token = randomBytes(51).toString('base64url'); // 68 characters, as Discord's
  const made: Webhook = { id, channelId: channel.id, token, name, avatar: null, createdBy: act.by };
  live.world.webhooks.set(id, made);
  live.happened({ is: 'webhook', by: act.by, guild: guild.id, target: id, more: { added: true } });
  const changes = [
    { key: 'name' as const, new_value: name },
    { key: 'channel_id' as const, new_value: channel.id },
  ];
  logEntry(live, guild, { type: AuditLogEvent.WebhookCreate, target: id, changes }, act);
  announce(live, guild, channel.id);
  return made;
}

export type WebhookChange = Partial<Pick<Webhook, 'name' | 'channelId' | 'avatar'>>;

export function changeWebhook(
  live: Live,
  guild: Guild,
  webhook: Webhook,
  change: WebhookChange,
  act: Act,
): void {
  const names = { name: 'name', channelId: 'channel_id', avatar: 'avatar_hash' } as const;
  const changes = changesBetween<WebhookChange>(webhook, change, names);
  Object.assign(webhook, change);
  live.happened({ is: 'webhook', by: act.by, guild: guild.id, target: webhook.id, more: { ...change } });
  if (changes.length > 0)
    logEntry(live, guild, { type: AuditLogEvent.WebhookUpdate, target: webhook.id, changes }, act);
  announce(live, guild, webhook.channelId);
}

export function removeWebhook(live: Live, guild: Guild, webhook: Webhook, act: Act): void {
  live.world.webhooks.delete(webhook.id);
  live.happened({ is: 'webhook', by: act.by, guild: guild.id, target: webhook.id, more: { added: false } });
  const changes = [{ key: 'name' as const, old_value: webhook.name }];
  logEntry(live, guild, { type: AuditLogEvent.WebhookDelete, target: webhook.id, changes }, act);
  announce(live, guild, webhook.channelId);
}

function announce(live: Live, guild: Guild, channelId: string): void {
  const data = { guild_id: guild.id, channel_id: channelId };
  live.publish({ type: 'WEBHOOKS_UPDATE', guild, data });
}
