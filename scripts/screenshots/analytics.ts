import { dailyOf } from '../../shared/analytics/roll-up.ts';
import type { StatName } from '../../shared/analytics/stat-names.ts';
import { DAY, HOUR, MINUTE } from '../../shared/core/clock.ts';
import { type Snowflake, snowflakeAt } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { ensurePartitions } from '../../shared/db/partitions.ts';
import type { Text } from './demo.ts';
import { visits } from './page-views.ts';
import { seededRandom } from './random.ts';

interface Given {
  guilds: readonly Snowflake[];
  users: readonly Snowflake[];
  now: number;
  text: Text;
}

const days = 30;

/** What is counted by the hour: how much on a usual day; with `ms`, how long each takes. */
const totals: { stat: StatName; perDay: number; ms?: number }[] = [
  { stat: 'events', perDay: 71_000 },
  { stat: 'messages', perDay: 48_000 },
  { stat: 'commands', perDay: 900, ms: 140 },
  { stat: 'awards', perDay: 2_600 },
  { stat: 'firings', perDay: 44 },
  { stat: 'page-views', perDay: 310, ms: 24 },
  { stat: 'page-views-bots', perDay: 120, ms: 24 },
  { stat: 'slow-pages', perDay: 430, ms: 24 },
  { stat: 'ips-throttled', perDay: 9 },
  { stat: 'ips-blocked', perDay: 4 },
  { stat: 'queue-lag', perDay: 2_880, ms: 18 },
];
const commands = [
  'bytes read',
  'bytes send',
  'bytes heap',
  'squads join',
  'warn',
  'case view',
  'automod test',
];

/** What members asked for and who looked at pages, in sums and one by one. */
export async function seedAnalytics(db: Knex, given: Given): Promise<void> {
  const { now } = given;
  await ensurePartitions(db, { table: 'hourly_stats', by: 'month', from: now - days * DAY, to: now });
  for (const table of ['page_views', 'command_usages'] as const)
    await ensurePartitions(db, { table, by: 'day', from: now - DAY, to: now });
  await seedTotals(db, given);
  await seedLabels(db, given);
  await db('command_usages').insert(usages(given));
  await db('page_views').insert(visits(given));
}

async function seedTotals(db: Knex, { guilds, now }: Given): Promise<void> {
  const random = seededRandom(29);
  const whole = [0, ...guilds].flatMap((guild, place) =>
    totals
      .filter(({ stat }) => place === 0 || stat === 'messages')
      .flatMap(({ stat, perDay, ms = 0 }) =>
        hoursOf(now).map(({ hour, weight }) => {
          const count = Math.round((perDay / (place + 1)) * weight * (0.6 + 0.8 * random()));
          const longest = Math.round(ms * (2 + 12 * random()));
          return { stat, guild_id: guild, hour, count, sum: count * ms, most: longest };
        }),
      ),
  );
  await db('hourly_stats').insert(whole).onConflict(['stat', 'guild_id', 'label', 'hour']).ignore();
}

/** Of the last day each hour, before that every sixth. */
function hoursOf(now: number): { hour: Date; weight: number }[] {
  const thisHour = Math.floor(now / HOUR) * HOUR;
  const busy = (at: number) => 1 + Math.sin(((new Date(at).getUTCHours() - 9) / 24) * 2 * Math.PI);
  const latest = Array.from({ length: 24 }, (_, ago) => thisHour - ago * HOUR);
  const before = Math.floor((now - DAY) / (6 * HOUR)) * 6 * HOUR;
  const earlier = Array.from({ length: (days - 1) * 4 }, (_, ago) => before - ago * 6 * HOUR);
  return [
    ...latest.map((at) => ({ hour: new Date(at), weight: busy(at) / 24 })),
    ...earlier.map((at) => ({ hour: new Date(at), weight: busy(at) / 4 })),
  ];
}

/** Of the current hour and, by day, of yesterday. */
async function seedLabels(db: Knex, { guilds, users, now, text }: Given): Promise<void> {
  const [hour, day] = [new Date(Math.floor(now / HOUR) * HOUR), new Date(Math.floor(now / DAY) * DAY)];
  const routes = [
    '/admin',
    '/admin/guilds/:guildId',
    '/admin/guilds/:guildId/cases',
    '/r/:name',
    '/',
    'none',
  ];
  const labels: Partial<Record<StatName, { label: string; ms?: number }[]>> = {
    commands: commands.map((label, index) => ({ label, ms: 40 + 70 * index })),
    'commands-by-user': users.slice(0, 12).map((label) => ({ label })),
    'commands-by-guild': guilds.map((label) => ({ label })),
    'slow-pages': routes.map((label, index) => ({ label, ms: 60 - 9 * index })),
    ips: ['198.51.100.23', '203.0.113.77', '2001:db8:4:1::17'].map((label) => ({ label })),
    'ips-throttled': [{ label: '203.0.113.77' }],
    'ips-blocked': [{ label: '2001:db8:4:1::17' }],
    referrers: ['www.reddit.com', 'discord.com', text('example.org')].map((label) => ({ label })),
    agents: [firefox, 'Mozilla/5.0 (iPhone; like Mac OS X) Version/18.1 Safari/604.1'].map((label) => ({
      label: text(label),
    })),
    'agents-bots': [{ label: 'Mozilla/5.0 (compatible; Discordbot/2.0)' }],
  };
  const rows = Object.entries(labels).flatMap(([stat, list]) =>
    list.flatMap(({ label, ms = 0 }, index) => {
      const count = Math.ceil(180 / (index + 1));
      const row = { label: label.slice(0, 255), count, sum: count * ms, most: ms * 9 };
      return [
        { ...row, stat, hour },
        { ...row, stat: dailyOf(stat), hour: day },
      ];
    }),
  );
  await db('hourly_stats').insert(rows);
}

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

function usages({ guilds, users, now }: Given) {
  const outcomes = ['answered', 'answered', 'answered', 'refused', 'failed', 'away', 'dropped'];
  return Array.from({ length: 60 }, (_, index) => {
    const at = now - index * 7 * MINUTE - MINUTE;
    return {
      id: snowflakeAt(at, index),
      at: new Date(at),
      command: commands[index % commands.length],
      user_id: users[index % 5],
      guild_id: index % 9 === 8 ? null : guilds[index % guilds.length],
      ms: 30 + 17 * (index % 11),
      outcome: outcomes[index % outcomes.length],
    };
  });
}
