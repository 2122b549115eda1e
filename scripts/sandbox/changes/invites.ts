import { randomBytes } from 'node:crypto';
import { AuditLogEvent, PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import type { Act } from '../world/act.ts';
import type { Channel, Guild, Invite } from '../world/types.ts';
import { logEntry } from './audit-log.ts';

export interface NewInvite {
  /** A random one where left out. */
  code?: string;
  /** Seconds; a day where left out, 0: it never expires. */
  maxAge?: number;
  /** 0: any number. */
  maxUses?: number;
}

export function addInvite(live: Live, guild: Guild, channel: Channel, wanted: NewInvite, act: Act): Invite {
  const { world } = live;
  const invite: Invite = {
    code: wanted.code ?? randomBytes(5).toString('hex'),
    guildId: guild.id,
    channelId: channel.id,
    inviterId: act.by,
    createdAt: new Date(world.now()).toISOString(),
    maxAge: wanted.maxAge ?? 86_400,
    maxUses: wanted.maxUses ?? 0,
    uses: 0,
  };
  world.invites.set(invite.code, invite);
  const changes = [
    { key: 'code' as const, new_value: invite.code },
    { key: 'channel_id' as const, new_value: channel.id },
    { key: 'max_age' as const, new_value: invite.maxAge },
  ];
  live.happened({ is: 'invite', by: act.by, guild: guild.id, target: invite.code, more: { added: true } });
  logEntry(live, guild, { type: AuditLogEvent.InviteCreate, target: null, changes }, act);
  const data = {
    channel_id: channel.id,
    code: invite.code,
    created_at: invite.createdAt,
    guild_id: guild.id,
    inviter: world.users.get(act.by),
    max_age: invite.maxAge,
    max_uses: invite.maxUses,
    temporary: false,
    uses: 0,
  };
  live.publish({ type: 'INVITE_CREATE', guild, channel, needs: P.ManageChannels, data });
  return invite;
}

export function removeInvite(live: Live, guild: Guild, invite: Invite, act: Act): void {
  live.world.invites.delete(invite.code);
  live.happened({ is: 'invite', by: act.by, guild: guild.id, target: invite.code, more: { added: false } });
  const changes = [{ key: 'code' as const, old_value: invite.code }];
  logEntry(live, guild, { type: AuditLogEvent.InviteDelete, target: null, changes }, act);
  const channel = guild.channels.get(invite.channelId);
  const data = { channel_id: invite.channelId, guild_id: guild.id, code: invite.code };
  live.publish({ type: 'INVITE_DELETE', guild, channel, needs: P.ManageChannels, data });
}
