import { anyGuild } from './bot-guilds.ts';
import type { Guild, Invite, World } from './types.ts';

/** Undefined where there is none, its guild is gone, or it has expired or is used up. */
export function inviteIn(world: World, code: string): Invite | undefined {
  const invite = world.invites.get(code);
  return invite && isGood(world, invite) ? invite : undefined;
}

export function invitesOf(world: World, guild: Guild): Invite[] {
  return [...world.invites.values()].filter((invite) => invite.guildId === guild.id && isGood(world, invite));
}

/** When it expires, ISO; null: never. */
export function expiryOf({ createdAt, maxAge }: Invite): string | null {
  return maxAge === 0 ? null : new Date(Date.parse(createdAt) + maxAge * 1000).toISOString();
}

function isGood(world: World, invite: Invite): boolean {
  if (!anyGuild(world, invite.guildId)) return false;
  const expiry = expiryOf(invite);
  if (expiry !== null && Date.parse(expiry) <= world.now()) return false;
  return invite.maxUses === 0 || invite.uses < invite.maxUses;
}
