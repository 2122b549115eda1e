import { type APIAutoModerationRule, AuditLogEvent, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { channelJson } from '../../shapes/channel.ts';
import type { AuditEntry, Guild, World } from '../../world/types.ts';
import { invalidForm, isReply, ok } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { cut, pageIn } from '../validate/page.ts';

export function auditLogRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/guilds/:guild/audit-logs',
      needs: P.ViewAuditLog,
      handle({ found: { guild }, query }, { world }) {
        const page = pageIn(query, { most: 100, usual: 50 });
        if (isReply(page)) return page;
        const type = query.get('action_type');
        if (type !== null && !(Number(type) in AuditLogEvent)) return unknownType;
        const fitting = guild.auditLog.filter((entry) => isAskedFor(entry, query));
        const newest = page.after === null && page.before === null;
        const chosen = cut(fitting, ({ id }) => id, newest ? { ...page, before: beyondAll } : page);
        const entries = page.after === null ? chosen.reverse() : chosen; // only `after` lists the oldest first
        return ok(logJson(world, guild, entries));
      },
    }),
  ];
}

const beyondAll = 1n << 64n;
const unknownType = invalidForm([
  { path: ['action_type'], code: 'ENUM_TYPE_COERCE', message: 'Value is not a valid enum value.' },
]);

function isAskedFor(entry: AuditEntry, query: URLSearchParams): boolean {
  const [user, target, type] = ['user_id', 'target_id', 'action_type'].map((name) => query.get(name));
  return (
    (!user || entry.user_id === user) &&
    (!target || entry.target_id === target) &&
    (!type || entry.action_type === Number(type))
  );
}

/** With everything the entries speak of. */
function logJson(world: World, guild: Guild, entries: AuditEntry[]): Record<string, unknown> {
  const ids = new Set(entries.flatMap(({ user_id, target_id }) => [user_id, target_id]));
  const named = <T>(known: { get(id: string): T | undefined }): T[] =>
    [...ids].flatMap((id) => known.get(id ?? '') ?? []);
  return {
    audit_log_entries: entries,
    users: named(world.users),
    threads: named(guild.threads).map(channelJson),
    auto_moderation_rules: named<APIAutoModerationRule>(guild.autoModRules),
    application_commands: [],
    guild_scheduled_events: [],
    integrations: [],
    webhooks: [],
  };
}
