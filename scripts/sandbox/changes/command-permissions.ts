import {
  type APIApplicationCommandPermission,
  type APIAuditLogChange,
  type APIGuildApplicationCommandPermissions,
  AuditLogEvent,
} from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import type { Act } from '../world/act.ts';
import type { Guild, World } from '../world/types.ts';
import { logEntry } from './audit-log.ts';

/** Replaces who may use the command; `id` is the application's for all commands. None: Discord's defaults again. */
export function setCommandPermissions(
  live: Live,
  guild: Guild,
  id: string,
  permissions: APIApplicationCommandPermission[],
  act: Act,
): void {
  const ofGuild = permissionsIn(live.world, guild);
  const before = ofGuild.get(id) ?? [];
  if (permissions.length > 0) ofGuild.set(id, permissions);
  else ofGuild.delete(id);
  live.world.commandPermissions.set(guild.id, ofGuild);
  const options = { application_id: live.world.application.id };
  const changes = changesOf(before, permissions);
  const type = AuditLogEvent.ApplicationCommandPermissionUpdate;
  logEntry(live, guild, { type, target: id, changes, options }, act);
  const data = permissionsJson(live.world, guild, id, permissions);
  live.publish({ type: 'APPLICATION_COMMAND_PERMISSIONS_UPDATE', guild, data });
}

/** Those that were set, by the id of the command or the application. */
export function permissionsIn(
  { commandPermissions }: World,
  guild: Guild,
): Map<string, APIApplicationCommandPermission[]> {
  return commandPermissions.get(guild.id) ?? new Map();
}

export function permissionsJson(
  { application }: World,
  guild: Guild,
  id: string,
  permissions: APIApplicationCommandPermission[],
): APIGuildApplicationCommandPermissions {
  return { id, application_id: application.id, guild_id: guild.id, permissions };
}

/** One change for each role, user or channel, named by its id. */
function changesOf(
  before: APIApplicationCommandPermission[],
  after: APIApplicationCommandPermission[],
): APIAuditLogChange[] {
  const ids = new Set([...before, ...after].map(({ id }) => id));
  return [...ids].map((key) => {
    const old = before.find(({ id }) => id === key);
    const now = after.find(({ id }) => id === key);
    const change: unknown = { key, ...(old ? { old_value: old } : {}), ...(now ? { new_value: now } : {}) };
    return change as APIAuditLogChange; // Discord's documentation, "Audit Log Change Exceptions": the key is an id
  });
}
