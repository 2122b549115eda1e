import type { APIRole } from 'discord-api-types/v10';
import { addRole, changeRole, moveRoles, type RoleChange, removeRole } from '../changes/roles.ts';
import { mostRoles } from '../limits.ts';
import type { Live } from '../live.ts';
import { isAbove, rankOf } from '../permissions.ts';
import { mayShape } from '../rights.ts';
import { Cannot } from '../world/cannot.ts';
import { guildIn, roleIn } from '../world/lookups.ts';
import { type Acting, actorIn } from './acting.ts';

export interface RoleOrder {
  name: string;
  permissions?: bigint;
  color?: number;
  hoist?: boolean;
  mentionable?: boolean;
}

export function addRoleAs(live: Live, guildId: string, role: RoleOrder, order: Acting = {}): APIRole {
  const guild = guildIn(live.world, guildId);
  const actor = actorIn(live, guild, order);
  actor.must((member) => mayShape(live.world, guild, member, null, role.permissions ?? 0n));
  if (guild.roles.size > mostRoles) throw new Cannot(`${guild.name} has as many roles as it can have`);
  return addRole(live, guild, role, actor.act);
}

/** A `position` moves it, below the member's own highest role. */
export function changeRoleAs(
  live: Live,
  guildId: string,
  roleId: string,
  change: RoleChange,
  order: Acting = {},
): APIRole {
  const guild = guildIn(live.world, guildId);
  const role = roleIn(guild, roleId);
  const actor = actorIn(live, guild, order);
  const { position, ...rest } = change;
  const permissions = BigInt(rest.permissions ?? role.permissions);
  actor.must((member) => mayShape(live.world, guild, member, role, permissions));
  if (position !== undefined) {
    actor.must((member) => position < rankOf(guild, member));
    if (role.id === guild.id) throw new Cannot('@everyone stays where it is');
    moveRoles(live, guild, new Map([[role.id, position]]), actor.act);
  }
  return Object.keys(rest).length > 0 ? changeRole(live, guild, role, rest, actor.act) : role;
}

export function removeRoleAs(live: Live, guildId: string, roleId: string, order: Acting = {}): void {
  const guild = guildIn(live.world, guildId);
  const role = roleIn(guild, roleId);
  const actor = actorIn(live, guild, order);
  actor.must(
    (member) =>
      mayShape(live.world, guild, member, role, BigInt(role.permissions)) && isAbove(guild, member, role),
  );
  if (role.managed || role.id === guild.id) throw new Cannot(`${role.name} cannot be deleted`);
  removeRole(live, guild, roleId, actor.act);
}
