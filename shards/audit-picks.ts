import { AuditLogEvent } from 'discord-api-types/v10';
import type { AuditEntryEvent } from '../shared/core/events.ts';
import type { Fields } from './fields.ts';
import * as read from './fields.ts';

const mostReason = 4_096;
const mostName = 256;
const mostChanges = 100; // of one entry
const mostRoles = 1_000;

/** What is read of the changes of an entry; undefined where they tell of nothing that anybody reads. */
type Details = Pick<AuditEntryEvent, 'timedOutUntil' | 'nick' | 'roles'>;
const nothingMore = () => ({});

/** Of which entries something is kept (Discord documentation, "Audit Log Events"), and what. */
const kept: Readonly<Record<number, (changes: readonly Fields[]) => Details | undefined>> = {
  [AuditLogEvent.MemberKick]: nothingMore,
  [AuditLogEvent.MemberBanAdd]: nothingMore,
  [AuditLogEvent.MemberBanRemove]: nothingMore,
  [AuditLogEvent.MemberUpdate]: ofMember,
  [AuditLogEvent.MemberRoleUpdate]: ofRoles,
};

/** What was done to a member in Discord's own client, or by a bot; nothing of what is done to servers, channels, roles. */
export function auditEntry(d: Fields): AuditEntryEvent | undefined {
  const action = read.count(d, 'action_type');
  const details = kept[action]?.(read.list(d, 'changes', mostChanges).map(asChange));
  if (!details) return undefined;
  return {
    guild: read.snowflake(d, 'guild_id'),
    id: read.snowflake(d, 'id'),
    action,
    by: read.maybeSnowflake(d, 'user_id'),
    target: read.maybeSnowflake(d, 'target_id'),
    reason: read.maybeText(d, 'reason', mostReason) ?? '',
    ...details,
  };
}

/** A value that is not there stands for none (Discord documentation, "Audit Log Change Object"). */
function ofMember(changes: readonly Fields[]): Details | undefined {
  const details: Details = {};
  const timeout = changes.find(({ key }) => key === 'communication_disabled_until');
  if (timeout) details.timedOutUntil = read.maybeTime(timeout, 'new_value');
  const nick = changes.find(({ key }) => key === 'nick');
  if (nick)
    details.nick = {
      before: read.maybeText(nick, 'old_value', mostName),
      after: read.maybeText(nick, 'new_value', mostName),
    };
  return timeout || nick ? details : undefined;
}

function ofRoles(changes: readonly Fields[]): Details | undefined {
  const named = (wanted: string) =>
    changes
      .filter(({ key }) => key === wanted)
      .flatMap((change) => read.list(change, 'new_value', mostRoles));
  const roles = { given: named('$add').map(asRole), taken: named('$remove').map(asRole) };
  return roles.given.length + roles.taken.length > 0 ? { roles } : undefined;
}

function asChange(value: unknown): Fields {
  return read.isFields(value) ? value : read.refuse('changes', 'a list of objects');
}

function asRole(value: unknown) {
  if (!read.isFields(value)) return read.refuse('new_value', 'a list of roles');
  return { id: read.snowflake(value, 'id'), name: read.text(value, 'name', mostName) };
}
