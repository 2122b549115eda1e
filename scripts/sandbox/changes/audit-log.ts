import {
  type APIAuditLogChange,
  type APIAuditLogOptions,
  type AuditLogEvent,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import type { Act } from '../world/act.ts';
import type { AuditEntry, Guild } from '../world/types.ts';

const kept = 5_000; // entries a guild remembers; Discord: 45 days

interface NewEntry {
  type: AuditLogEvent;
  /** The id of what was acted on; null where there is none. */
  target: string | null;
  changes?: APIAuditLogChange[];
  options?: APIAuditLogOptions;
}

/** Adds to the guild's audit log, and tells a bot that may view it (Discord's documentation, "Audit Logs"). */
export function logEntry(live: Live, guild: Guild, entry: NewEntry, { by, reason }: Act): AuditEntry {
  const made: AuditEntry = {
    id: live.world.snowflakes.next(),
    user_id: by,
    target_id: entry.target,
    action_type: entry.type,
    ...(entry.changes?.length ? { changes: entry.changes } : {}),
    ...(entry.options ? { options: entry.options } : {}),
    ...(reason ? { reason } : {}),
  };
  guild.auditLog.push(made);
  if (guild.auditLog.length > 2 * kept) guild.auditLog.splice(0, guild.auditLog.length - kept);
  announceEntry(live, guild, made);
  return made;
}

export function announceEntry(live: Live, guild: Guild, entry: AuditEntry): void {
  const data = { ...entry, guild_id: guild.id };
  live.publish({
    type: 'GUILD_AUDIT_LOG_ENTRY_CREATE',
    guild,
    needs: PermissionFlagsBits.ViewAuditLog,
    data,
  });
}

/** One change per field that differs, in Discord's shape; `names` maps our fields to Discord's. */
export function changesBetween<T extends object>(
  before: T,
  after: Partial<T>,
  names: Partial<Record<keyof T, string>>,
): APIAuditLogChange[] {
  const fields = Object.keys(names) as (keyof T)[];
  return fields
    .filter((field) => field in after && !same(after[field], before[field]))
    .map((field) => changeOf(names[field] ?? '', before[field], after[field]));
}

/** Null and undefined stand for "there was none". */
export function changeOf(key: string, before: unknown, after: unknown): APIAuditLogChange {
  const change: Record<string, unknown> = { key };
  if (before !== null && before !== undefined) change.old_value = before;
  if (after !== null && after !== undefined) change.new_value = after;
  return change as unknown as APIAuditLogChange; // one of its many shapes, by its key
}

function same(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other));
}
