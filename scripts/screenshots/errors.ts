import { createHash, randomUUID } from 'node:crypto';
import { HOUR, MINUTE } from '../../shared/core/clock.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { ensurePartitions } from '../../shared/db/partitions.ts';
import type { Text } from './demo.ts';

interface Kind {
  type: string;
  code: string | null;
  message: string;
  place: string;
  frames: string[];
  facts: Record<string, string | number>;
  process: string;
  ip: string | null;
  /** By hour, the last one first. */
  hours: number[];
  resolved?: true;
}

const kinds: Kind[] = [
  {
    type: 'TypeError',
    code: null,
    message: "Cannot read properties of undefined (reading 'name')",
    place: 'GET /admin/guilds/:guildId/members/:userId',
    frames: ['web/pages/member.js showMember', 'web/http/page.js handle'],
    facts: {
      logged: 'request failed',
      method: 'GET',
      path: '/admin/guilds/1/members/2',
      route: '/admin/guilds/:guildId/members/:userId',
      staff: 'grace',
    },
    process: 'web-harbor-0',
    ip: '203.0.113.24',
    hours: [3, 0, 1, 7, 2, 0, 0, 1],
  },
  {
    type: 'DiscordAPIError',
    code: '50013',
    message: 'Missing Permissions',
    place: 'command squads join',
    frames: ['workers/squads/join.js join', 'workers/interactions/outcome.js attemptAnswer'],
    facts: { logged: 'a command failed', command: 'squads join' },
    process: 'workers-harbor-1',
    ip: null,
    hours: [0, 12, 30, 41, 8, 2],
  },
  {
    type: 'AppError',
    code: 'unavailable',
    message: 'A part of the system is away. It will be back shortly.',
    place: 'POST /admin/login',
    frames: ['web/pages/login.js logIn'],
    facts: { logged: 'request failed', method: 'POST', route: '/admin/login' },
    process: 'web-harbor-1',
    ip: '198.51.100.7',
    hours: [0, 0, 0, 0, 0, 220],
    resolved: true,
  },
];

/** Answers the id of one kind of errors, about which somebody was told something. */
export async function seedErrors(
  db: Knex,
  { guild, now, text }: { guild: Snowflake; now: number; text: Text },
): Promise<string> {
  const day = { by: 'day', from: now - 2 * 24 * HOUR, to: now } as const;
  await ensurePartitions(db, { table: 'error_occurrences', ...day });
  await ensurePartitions(db, { table: 'hourly_stats', ...day, by: 'month' });
  const ids: string[] = [];
  for (const kind of kinds) ids.push(await seedKind(db, kind, { guild, now, text }));
  await seedTotals(db, now);
  return ids[0] ?? '';
}

async function seedKind(
  db: Knex,
  { type, code, message, place, frames, hours, resolved, facts, process, ip }: Kind,
  { guild, now, text }: { guild: Snowflake; now: number; text: Text },
): Promise<string> {
  const latest = now - hours.findIndex((count) => count > 0) * HOUR - 4 * MINUTE;
  const said = text(message);
  const stack = [`${type}: ${said}`, ...frames.map((frame, index) => `    at ${frame}:${40 + index}:7`)].join(
    '\n',
  );
  const [made]: { id: string }[] = await db('route_errors').insert(
    {
      fingerprint: createHash('sha256').update(place).digest('hex'),
      ...{ type, code, message: said, stack, place },
      occurrences: hours.reduce((sum, count) => sum + count, 0),
      first_at: new Date(now - (hours.length - 1) * HOUR - 30 * MINUTE),
      last_at: new Date(latest),
      resolved_at: resolved ? new Date(latest + HOUR) : null,
      resolved_by: resolved ? 'owner' : null,
      reopened: resolved ? 0 : 1,
    },
    ['id'],
  );
  const id = made?.id ?? '';
  const occurrence = (ago: number, rest: Record<string, unknown>) => ({
    id: randomUUID(),
    at: new Date(latest - ago),
    error_id: id,
    told: createHash('sha256').update(`${place} ${ago}`).digest('hex').slice(0, 8),
    ...{ process, message: said, stack, ip },
    facts: JSON.stringify({ ...facts, guild }),
    ...rest,
  });
  await db('error_occurrences').insert([
    occurrence(0, {}),
    occurrence(2 * MINUTE, {}),
    occurrence(3 * MINUTE, { message: '', stack: null, facts: '{}' }),
  ]);
  await db('hourly_stats').insert(
    hours.map((count, ago) => ({ ...hourAgo(now, ago), stat: 'errors-by-kind', label: id, count })),
  );
  return id;
}

async function seedTotals(db: Knex, now: number): Promise<void> {
  const longest = Math.max(...kinds.map(({ hours }) => hours.length));
  const totals = Array.from({ length: longest }, (_, ago) =>
    kinds.reduce((sum, { hours }) => sum + (hours[ago] ?? 0), 0),
  );
  await db('hourly_stats')
    .insert(totals.map((count, ago) => ({ ...hourAgo(now, ago), stat: 'errors', label: '', count })))
    .onConflict(['stat', 'guild_id', 'label', 'hour'])
    .ignore();
}

function hourAgo(now: number, ago: number): { hour: Date } {
  return { hour: new Date(Math.floor(now / HOUR - ago) * HOUR) };
}
