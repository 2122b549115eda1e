import type { StatName } from './stat-names.ts';

export type RolledKind = 'views' | 'clicks' | 'commands';

/** A stat as rows of a kind are counted for it: all of them under label '', and by a label of theirs. */
interface Rolled {
  stat: StatName;
  /** A column of `rows`, never null or empty. */
  label: string;
  where?: string;
  /** How many labels stay of an hour and of a day: those that come most often. */
  most: number;
}

const usual = 100; // of what may be as many as there are people
const all = 1_000; // of what we ourselves name
export const mostRedirects = 5_000; // that there may be: each has a chart, so that all of their clicks are summed up

const kinds: Record<RolledKind, { rows: string; stats: Rolled[] }> = {
  views: {
    rows: `SELECT coalesce(nullif(route, ''), 'none') AS route, status, ms, host(ip) AS ip, bot,
        coalesce(nullif(left(agent, 200), ''), 'none') AS agent, nullif(referrer_host, '') AS referrer
      FROM page_views`,
    stats: [
      { stat: 'page-views', label: 'route', where: 'NOT bot', most: all },
      { stat: 'page-views-bots', label: 'route', where: 'bot', most: all },
      { stat: 'slow-pages', label: 'route', most: all },
      { stat: 'ips', label: 'ip', most: usual },
      { stat: 'ips-throttled', label: 'ip', where: 'status = 429', most: usual },
      { stat: 'ips-blocked', label: 'ip', where: 'status = 403', most: usual },
      { stat: 'referrers', label: 'referrer', where: 'NOT bot AND referrer IS NOT NULL', most: usual },
      { stat: 'agents', label: 'agent', where: 'NOT bot', most: usual },
      { stat: 'agents-bots', label: 'agent', where: 'bot', most: usual },
    ],
  },
  clicks: {
    rows: 'SELECT redirect_id::text AS redirect, 0 AS ms, bot FROM redirect_clicks',
    stats: [
      { stat: 'clicks', label: 'redirect', where: 'NOT bot', most: mostRedirects },
      { stat: 'clicks-bots', label: 'redirect', where: 'bot', most: mostRedirects },
    ],
  },
  commands: {
    rows: 'SELECT command, user_id::text AS member, guild_id::text AS guild, ms FROM command_usages',
    stats: [
      { stat: 'commands', label: 'command', most: all },
      { stat: 'commands-by-user', label: 'member', most: usual },
      { stat: 'commands-by-guild', label: 'guild', where: 'guild IS NOT NULL', most: usual },
    ],
  },
};

/** Whether its labels are also summed up by day. */
export function isRolled(stat: StatName): boolean {
  return Object.values(kinds).some(({ stats }) => stats.some((rolled) => rolled.stat === stat));
}

/** What a kind's rows are counted for, and the statement that does so for `:hour`. */
export function sumsOf(kind: RolledKind): { stats: readonly Rolled[]; sql: string } {
  const { rows, stats } = kinds[kind];
  const sql = `
    WITH seen AS MATERIALIZED (${rows} WHERE at >= :hour::timestamptz AND at < :hour::timestamptz + interval '1 hour'),
    summed AS (${stats.map(sum).join(' UNION ALL ')})
    INSERT INTO hourly_stats (hour, stat, label, count, sum, most)
    SELECT :hour::timestamptz, stat, label, count, sum, most FROM summed WHERE count > 0`;
  return { stats, sql };
}

/** The total comes first by its label, so that one place more leaves room for it. */
function sum({ stat, label, where = 'true', most }: Rolled): string {
  return `
    SELECT '${stat}' AS stat, label, count, sum, most FROM (
      SELECT *, row_number() OVER (ORDER BY count DESC, label) AS place FROM (
        SELECT CASE grouping(${label}) WHEN 1 THEN '' ELSE ${label} END AS label,
          count(*) AS count, coalesce(sum(ms), 0) AS sum, coalesce(max(ms), 0) AS most
        FROM seen WHERE ${where} GROUP BY GROUPING SETS ((${label}), ())
      ) counted
    ) placed WHERE place <= ${most + 1}`;
}
