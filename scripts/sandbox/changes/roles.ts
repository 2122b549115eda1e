import { type APIRole, AuditLogEvent } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { type Act, actOf } from '../world/act.ts';
import { createRole } from '../world/create.ts';
import type { Guild } from '../world/types.ts';
import { changesBetween, logEntry } from './audit-log.ts';

type NewRole = { name: string; permissions?: bigint; color?: number };

/** Just above @everyone, as on Discord; the others move up. */
export function addRole(live: Live, guild: Guild, role: NewRole, act: Act = actOf(guild.ownerId)): APIRole {
  for (const other of guild.roles.values()) if (other.id !== guild.id) other.position += 1;
  const made = createRole({ permissions: 0n, ...role, id: live.world.snowflakes.next(), position: 1 });
  guild.roles.set(made.id, made);
  live.happened({ is: 'role', by: act.by, guild: guild.id, target: made.id, more: { added: true } });
  const changes = [{ key: 'name' as const, new_value: made.name }];
  logEntry(live, guild, { type: AuditLogEvent.RoleCreate, target: made.id, changes }, act);
  live.publish({ type: 'GUILD_ROLE_CREATE', guild, data: { guild_id: guild.id, role: made } });
  return made;
}

export type RoleChange = Partial<
  Pick<APIRole, 'name' | 'permissions' | 'color' | 'hoist' | 'mentionable' | 'position'>
>;

export function changeRole(live: Live, guild: Guild, role: APIRole, change: RoleChange, act: Act): APIRole {
  const names = {
    name: 'name',
    permissions: 'permissions',
    color: 'color',
    hoist: 'hoist',
    mentionable: 'mentionable',
  } as const;
  const changes = changesBetween<RoleChange>(role, change, names);
  Object.assign(role, change);
  live.happened({ is: 'role', by: act.by, guild: guild.id, target: role.id, more: { ...change } });
  if (changes.length > 0)
    logEntry(live, guild, { type: AuditLogEvent.RoleUpdate, target: role.id, changes }, act);
  live.publish({ type: 'GUILD_ROLE_UPDATE', guild, data: { guild_id: guild.id, role } });
  return role;
}

/** Members lose the role too; Discord announces only the role's end. */
export function removeRole(live: Live, guild: Guild, id: string, act: Act = actOf(guild.ownerId)): void {
  const role = guild.roles.get(id);
  guild.roles.delete(id);
  for (const member of guild.members.values()) {
    if (member.roles.includes(id)) member.roles = member.roles.filter((other) => other !== id);
  }
  live.happened({ is: 'role', by: act.by, guild: guild.id, target: id, more: { added: false } });
  const changes = role ? [{ key: 'name' as const, old_value: role.name }] : [];
  logEntry(live, guild, { type: AuditLogEvent.RoleDelete, target: id, changes }, act);
  live.publish({ type: 'GUILD_ROLE_DELETE', guild, data: { guild_id: guild.id, role_id: id } });
}
