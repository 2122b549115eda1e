import type { ForeignGuild, Guild, Invite, World } from './types.ts';

/** What invites tell of their guild. */
export type InviteGuild = Pick<ForeignGuild, 'id' | 'name' | 'channel'> & { members: number };

/** Undefined where there is none, or it has expired or is used up. */
export function inviteIn(world: World, code: string): Invite | undefined {
  const invite = world.invites.get(code);
  return invite && isGood(world, invite) ? invite : undefined;
}

export function invitesOf(world: World, guild: Guild): Invite[] {
  return [...world.invites.values()].filter((invite) => invite.guildId === guild.id && isGood(world, invite));
}

/** Null: the guild is gone, and with it what the invite was worth. */
export function inviteGuildOf(world: World, { guildId, channelId }: Invite): InviteGuild | null {
  const guild = world.guilds.get(guildId) ?? world.elsewhere.get(guildId);
  if (!guild) return world.foreignGuilds.get(guildId) ?? null;
  const channel = { id: channelId, name: guild.channels.get(channelId)?.name ?? '' };
  return { id: guild.id, name: guild.name, channel, members: guild.members.size };
}

/** When it expires, ISO; null: never. */
export function expiryOf({ createdAt, maxAge }: Invite): string | null {
  return maxAge === 0 ? null : new Date(Date.parse(createdAt) + maxAge * 1000).toISOString();
}

function isGood(world: World, invite: Invite): boolean {
  const expiry = expiryOf(invite);
  if (expiry !== null && Date.parse(expiry) <= world.now()) return false;
  return invite.maxUses === 0 || invite.uses < invite.maxUses;
}
