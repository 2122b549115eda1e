import { type APIRole, AuditLogEvent } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { type Act, actOf } from '../world/act.ts';
import { createRole } from '../world/create.ts';
import type { Guild } from '../world/types.ts';
import { changesBetween, logEntry } from './audit-log.ts';

type NewRole = {
  name: string;
  permissions?: bigint;
  color?: number;
  hoist?: boolean;
  mentionable?: boolean;
};

/** Just above @everyone, as on Discord; the others move up. */
export function addRole(live: Live, guild: Guild, role: NewRole, act: Act = actOf(guild.ownerId)): APIRole {
  const { hoist = false, mentionable = false, ...rest } = role;
  for (const other of guild.roles.values()) if (other.id !== guild.id) other.position += 1;
  const made = createRole({ permissions: 0n, ...rest, id: live.world.snowflakes.next(), position: 1 });
  Object.assign(made, { hoist, mentionable });
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
  if (change.color !== undefined) role.colors = { ...role.colors, primary_color: change.color };
  live.happened({ is: 'role', by: act.by, guild: guild.id, target: role.id, more: { ...change } });
  if (changes.length > 0)
    logEntry(live, guild, { type: AuditLogEvent.RoleUpdate, target: role.id, changes }, act);
  live.publish({ type: 'GUILD_ROLE_UPDATE', guild, data: { guild_id: guild.id, role } });
  return role;
}

/** Takes the named roles to their positions; the others close up around them, and each that moved is announced. */
export function moveRoles(live: Live, guild: Guild, moves: Map<string, number>, act: Act): void {
  const before = new Map([...guild.roles.values()].map(({ id, position }) => [id, position]));
  const others = [...guild.roles.values()].filter(({ id }) => id !== guild.id && !moves.has(id));
  const order = others.sort((a, b) => a.position - b.position).map(({ id }) => id);
  for (const [id, position] of [...moves].sort((a, b) => a[1] - b[1]))
    order.splice(Math.max(0, position - 1), 0, id);
  for (const [index, id] of order.entries()) {
    const role = guild.roles.get(id);
    if (role && before.get(id) !== index + 1) changeRole(live, guild, role, { position: index + 1 }, act);
  }
}

/** Members lose the role too; Discord announces only the role's end. */
export function removeRole(live: Live, guild: Guild, id: string, act: Act = actOf(guild.ownerId)): void {
  const role = guild.roles.get(id);
  guild.roles.delete(id);
  for (const member of guild.members.kept()) // the others have none
    if (member.roles.includes(id)) member.roles = member.roles.filter((other) => other !== id);
  live.happened({ is: 'role', by: act.by, guild: guild.id, target: id, more: { added: false } });
  const changes = role ? [{ key: 'name' as const, old_value: role.name }] : [];
  logEntry(live, guild, { type: AuditLogEvent.RoleDelete, target: id, changes }, act);
  live.publish({ type: 'GUILD_ROLE_DELETE', guild, data: { guild_id: guild.id, role_id: id } });
}
