import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { changeAvailability, changeGuild, type GuildChange } from '../changes/guilds.ts';
import { addInvite, type NewInvite, removeInvite } from '../changes/invites.ts';
import { longestPause } from '../limits.ts';
import type { Live } from '../live.ts';
import { seedInvite } from '../seed/invite.ts';
import type { InviteSeed } from '../seed/types.ts';
import { Cannot } from '../world/cannot.ts';
import { inviteIn } from '../world/invites.ts';
import { channelIn, guildIn } from '../world/lookups.ts';
import type { Guild, Invite } from '../world/types.ts';
import { type Acting, actorIn } from './acting.ts';

/** Name, system channel, language …; only the owner hands the guild over. */
export function changeGuildAs(live: Live, guildId: string, change: GuildChange, order: Acting = {}): Guild {
  const guild = guildIn(live.world, guildId);
  const actor = actorIn(live, guild, order);
  actor.needs(P.ManageGuild);
  if (change.ownerId !== undefined) {
    actor.must((member) => member.user.id === guild.ownerId);
    if (!guild.members.has(change.ownerId)) throw new Cannot('only a member can become the owner');
  }
  changeGuild(live, guild, change, actor.act);
  return guild;
}

/** Until when invites and direct messages are paused, ISO; null ends a pause. */
export function pauseAs(
  live: Live,
  guildId: string,
  pauses: Partial<Guild['incidents']>,
  order: Acting = {},
): void {
  const guild = guildIn(live.world, guildId);
  const latest = live.world.now() + longestPause;
  if (Object.values(pauses).some((until) => until && !(Date.parse(until) <= latest)))
    throw new Cannot('a pause lasts 24 hours at most');
  changeGuildAs(live, guildId, { incidents: { ...guild.incidents, ...pauses } }, order);
}

/** Discord loses the guild, or has it back. */
export function outage(live: Live, guildId: string, on: boolean): void {
  changeAvailability(live, guildIn(live.world, guildId), !on);
}

export function inviteAs(live: Live, channelId: string, wanted: NewInvite, order: Acting = {}): Invite {
  const channel = channelIn(live.world, channelId);
  const guild = guildIn(live.world, channel.guildId ?? '');
  const actor = actorIn(live, guild, order);
  actor.needs(P.CreateInstantInvite, channel);
  return addInvite(live, guild, channel, wanted, actor.act);
}

export function removeInviteAs(live: Live, code: string, order: Acting = {}): void {
  const invite = inviteIn(live.world, code);
  if (!invite) throw new Cannot(`there is no invite ${code}`);
  const guild = guildIn(live.world, invite.guildId);
  const actor = actorIn(live, guild, order);
  if (order.by !== invite.inviterId) actor.needs(P.ManageGuild);
  removeInvite(live, guild, invite, actor.act);
}

/** To a guild that the bot is not in. */
export function addForeignInvite(live: Live, seed: InviteSeed): Invite {
  return seedInvite(live.world, seed);
}
