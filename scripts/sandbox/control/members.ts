import { type APIUser, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { addMember, changeMember, changeUser, type MemberChange, removeMember } from '../changes/members.ts';
import { changePresence, type Status } from '../changes/presences.ts';
import type { Live } from '../live.ts';
import { outranks } from '../permissions.ts';
import { may, mayGive, mayTimeOut } from '../rights.ts';
import { Cannot } from '../world/cannot.ts';
import { createUser } from '../world/create.ts';
import { guildIn, memberIn, roleIn, userIn } from '../world/lookups.ts';
import type { Guild, Member } from '../world/types.ts';
import { type Acting, type Actor, actorIn } from './acting.ts';

export interface NewUser {
  id?: string;
  name: string;
  displayName?: string;
  bot?: boolean;
}

/** A known user by id, or a new one; somebody invented where left out. Nobody comes while invites are paused. */
export function joinGuild(live: Live, guildId: string, who?: NewUser | string): Member {
  const guild = guildIn(live.world, guildId);
  const user = typeof who === 'string' ? userIn(live.world, who) : knownOrNew(live, who);
  if (guild.bans.has(user.id)) throw new Cannot(`${user.username} is banned from ${guild.name}`);
  if (guild.unavailable) throw new Cannot(`${guild.name} is unavailable`);
  if (Date.parse(guild.incidents.invitesUntil ?? '') > live.world.now())
    throw new Cannot(`${guild.name} has paused its invites`);
  return guild.members.get(user.id) ?? addMember(live, guild, user);
}

export function leaveGuild(live: Live, guildId: string, userId: string): void {
  const guild = guildIn(live.world, guildId);
  if (userId === guild.ownerId) throw new Cannot('the owner cannot leave');
  removeMember(live, guild, memberIn(guild, userId).user);
}

export interface MemberOrder extends Omit<MemberChange, 'avatar'> {
  username?: string;
  displayName?: string | null;
  /** Hash of the user's picture; null: none. */
  avatar?: string | null;
}

/** Nickname, roles, timeout … of the member; user name, display name and avatar change in every guild. */
export function updateMember(
  live: Live,
  guildId: string,
  userId: string,
  order: MemberOrder,
  acting: Acting = {},
): Member {
  const guild = guildIn(live.world, guildId);
  const member = memberIn(guild, userId);
  const actor = actorIn(live, guild, acting);
  const { username, displayName, avatar, ...change } = order;
  const profile: Partial<APIUser> = {
    ...(username === undefined ? {} : { username }),
    ...(displayName === undefined ? {} : { global_name: displayName }),
    ...(avatar === undefined ? {} : { avatar }),
  };
  const hasProfile = Object.keys(profile).length > 0;
  if (hasProfile) actor.must(({ user }) => user.id === userId);
  mustBeAllowed(live, guild, member, change, actor);
  if (hasProfile) changeUser(live, member.user, profile);
  return Object.keys(change).length > 0 ? changeMember(live, guild, member, change, actor.act) : member;
}

function mustBeAllowed(live: Live, guild: Guild, target: Member, change: MemberChange, actor: Actor): void {
  const { world } = live;
  if (change.nick !== undefined)
    actor.must((member) =>
      member === target
        ? may(world, guild, member, P.ChangeNickname)
        : may(world, guild, member, P.ManageNicknames) && outranks(guild, member, target),
    );
  if (change.timeoutUntil !== undefined) actor.must((member) => mayTimeOut(world, guild, member, target));
  const { roles } = change;
  if (!roles) return;
  for (const id of roles) roleIn(guild, id);
  const moved = [...target.roles, ...roles].filter((id) => target.roles.includes(id) !== roles.includes(id));
  actor.must((member) => moved.every((id) => mayGive(world, guild, member, guild.roles.get(id))));
}

export function presentAs(live: Live, guildId: string, userId: string, status: Status): void {
  const guild = guildIn(live.world, guildId);
  changePresence(live, guild, memberIn(guild, userId), status);
}

function knownOrNew({ world }: Live, who: NewUser | undefined): APIUser {
  const user = createUser(who ?? { id: world.snowflakes.next(), name: `newcomer${world.users.size}` });
  return world.users.get(user.id) ?? user;
}
