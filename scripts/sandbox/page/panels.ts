import { AuditLogEvent } from 'discord-api-types/v10';
import { decoded } from '../rest/decoded.ts';
import type { Sandbox } from '../sandbox.ts';
import { timeOf } from '../snowflakes.ts';
import type { Guild } from '../world/types.ts';
import { userName } from './names.ts';
import { type Person, personOf } from './people.ts';
import type { Place } from './place.ts';

const most = 100; // lines of each list

type Panel = (sandbox: Sandbox, place: Place) => unknown;

const roles: Panel = (_, { guild }) => {
  const holders = holdersOf(guild);
  return [...guild.roles.values()]
    .sort((a, b) => b.position - a.position)
    .slice(0, 250)
    .map(({ id, name, color, managed, permissions }) => ({
      id,
      name,
      colour: color,
      isManaged: managed,
      permissions,
      holders: id === guild.id ? guild.members.size : (holders.get(id) ?? 0),
    }));
};

const bans: Panel = (_, { guild }) => {
  const shown: unknown[] = [];
  for (const { user, reason } of guild.bans.values()) {
    shown.push({ id: user.id, name: user.global_name ?? user.username, username: user.username, reason });
    if (shown.length === most) break;
  }
  return { total: guild.bans.size, shown };
};

const timeouts: Panel = ({ world }, { guild }) => {
  const now = world.now();
  const shown: Person[] = [];
  for (const member of guild.members.kept()) {
    if (member.timeoutUntil === null || Date.parse(member.timeoutUntil) <= now) continue;
    shown.push(personOf(world, guild, member));
    if (shown.length === most) break;
  }
  return shown;
};

const audit: Panel = ({ world }, { guild }) =>
  guild.auditLog
    .slice(-most)
    .reverse()
    .map(({ id, action_type, user_id, target_id, reason, changes }) => ({
      id,
      at: timeOf(id),
      what: AuditLogEvent[action_type] ?? String(action_type),
      by: userName(world, guild, user_id ?? ''),
      target: targetName(sandboxNames(world, guild), target_id),
      reason: reason ?? null,
      changes: (changes ?? []).slice(0, 10).map(({ key }) => key),
    }));

const asked: Panel = ({ requests }) =>
  requests
    .slice(-most)
    .reverse()
    .map(({ method, path, status, at, reply }) => ({
      method,
      path: readable(path),
      status,
      at,
      why: whyOf(reply),
    }));

const trouble: Panel = ({ world, trouble, load }, { guild, member }) => ({
  ...trouble.state,
  load: load.state,
  outage: guild.unavailable,
  closed: world.closedToMessages.has(member.user.id),
});

/** What is beside the chat. */
export const panels = { roles, bans, timeouts, audit, asked, trouble } satisfies Record<string, Panel>;

function holdersOf(guild: Guild): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { roles } of guild.members.kept())
    for (const id of roles) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

function sandboxNames(world: Sandbox['world'], guild: Guild) {
  return (id: string) =>
    world.users.has(id)
      ? userName(world, guild, id)
      : (guild.roles.get(id)?.name ?? (guild.channels.get(id) ?? guild.threads.get(id))?.name ?? id);
}

function targetName(nameOfId: (id: string) => string, id: string | null): string | null {
  return id === null ? null : nameOfId(id);
}

/** Tokens of interactions are long, and secret; emojis come encoded. */
function readable(path: string): string {
  return path.replace(/[\w-]{60,}/g, '…').replace(/(?:%[\da-f]{2})+/gi, decoded);
}

/** The message of a refusal. */
function whyOf(reply: unknown): string | null {
  const { code, message }: { code?: unknown; message?: unknown } = Object(reply);
  return typeof code === 'number' && typeof message === 'string' ? `${code}: ${message}` : null;
}
