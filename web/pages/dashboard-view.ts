import type { Period } from '../../shared/analytics/periods.ts';
import { type Point, readSeriesOf } from '../../shared/analytics/stats.ts';
import { type Top, topOf } from '../../shared/analytics/tops.ts';
import { listAllShards } from '../../shared/cluster/shards.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { askTogether, type Question } from '../../shared/db/together.ts';
import { guildNames, userNames } from '../../shared/sync/names.ts';
import type { Deps } from '../context.ts';
import type { Chart } from '../http/chart.ts';
import { viewShards } from './dashboard-shards.ts';
import { msInWords } from './stat-words.ts';

const listed = 10;

const stats = [
  'events',
  'messages',
  'commands',
  'awards',
  'firings',
  'page-views',
  'page-views-bots',
  'errors',
  'queue-lag',
] as const;
type Series = Record<(typeof stats)[number], Point[]>;

/** What `dashboard-parts.pug` shows: everything of bot and web over a period, and how the shards are now. */
export async function readDashboard({ db, clock }: Pick<Deps, 'db' | 'clock'>, period: Period) {
  const now = clock();
  const top = (stat: Parameters<typeof topOf>[0]['stat']) => topOf({ stat, period, now, limit: listed });
  const [series, [commands, users, guilds], shards] = await Promise.all([
    readSeriesOf({ db }, { stats, period, now }),
    askTogether(db, [top('commands'), top('commands-by-user'), top('commands-by-guild')]),
    listAllShards({ db }),
  ]);
  const [namesOfUsers, namesOfGuilds] = await askTogether(db, [
    named(userNames, users),
    named(guildNames, guilds),
  ]);
  return {
    period,
    numbers: numbersOf(series, period),
    charts: chartsOf(series),
    commands: commands.map(({ label, count, sum, most }) => ({
      name: label,
      count,
      average: msInWords(sum / Math.max(1, count)),
      most: msInWords(most),
    })),
    users: users.map(({ label, count }) => ({
      id: label,
      name: namesOfUsers.get(label) ?? label,
      href: `/admin/users/${label}`,
      count,
    })),
    guilds: guilds.map(({ label, count }) => ({
      id: label,
      name: namesOfGuilds.get(label) ?? label,
      href: `/admin/guilds/${label}`,
      count,
    })),
    shards: viewShards(shards, now),
  };
}

function named(names: (ids: Snowflake[]) => Question<Map<Snowflake, string>>, tops: readonly Top[]) {
  return names(tops.flatMap(({ label }) => Snowflake.safeParse(label).data ?? []));
}

interface Figure {
  term: string;
  text: string;
  note?: string;
  /** Where there is more of it. */
  href?: string;
}

function numbersOf(series: Series, period: Period): Figure[] {
  const all = (stat: keyof Series) => series[stat].reduce((sum, { count }) => sum + count, 0);
  const text = (stat: keyof Series) => all(stat).toLocaleString('en');
  const lag = Math.max(...series['queue-lag'].map(({ most }) => most));
  const bots = `and ${text('page-views-bots')} by bots`;
  return [
    { term: 'Messages', text: text('messages') },
    { term: 'Commands', text: text('commands') },
    { term: 'Daily awards', text: text('awards') },
    { term: 'Firings', text: text('firings'), href: '/admin/firings' },
    { term: 'Page views', text: text('page-views'), note: bots, href: `/admin/analytics?period=${period}` },
    { term: 'Errors', text: text('errors'), href: `/admin/errors?period=${period}` },
    { term: 'Longest wait in a queue', text: msInWords(lag), href: '/admin/cluster' },
  ];
}

function chartsOf(series: Series): Chart[] {
  const chart = (title: string, stat: keyof Series, unit: string): Chart => ({
    title: `${title} (UTC)`,
    points: series[stat].map(({ at, count }) => ({ at, value: count })),
    unit,
  });
  const views = series['page-views'].map(({ at, count }, index) => ({
    at,
    value: count,
    more: series['page-views-bots'][index]?.count ?? 0,
  }));
  const waits = series['queue-lag'].map(({ at, most }) => ({ at, value: most }));
  return [
    chart('Events from Discord', 'events', 'events'),
    chart('Messages', 'messages', 'messages'),
    chart('Commands', 'commands', 'commands'),
    chart('Daily awards', 'awards', 'awards'),
    chart('Firings', 'firings', 'firings'),
    { title: 'Page views (UTC)', points: views, unit: 'views', series: ['People', 'Bots'] },
    chart('Errors', 'errors', 'errors'),
    { title: 'Longest wait in a queue, in milliseconds (UTC)', points: waits, unit: 'ms', kind: 'line' },
  ];
}
