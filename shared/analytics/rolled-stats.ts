import { isPseudonymIn } from '../core/pseudonyms.ts';
import type { StatName } from './stat-names.ts';

export type RolledKind = 'views' | 'clicks' | 'commands';

/** A stat as rows of a kind are counted for it: all of them under label '', and by a label of theirs. */
interface Rolled {
  stat: StatName;
  /** A column of `rows`, never empty; what has none (null) counts in the total alone. */
  label: string;
  where?: string;
  /** How many labels stay of an hour and of a day: those that come most often. */
  most: number;
  /** With those of which no details were kept. */
  isWhole?: true;
}

interface Kind {
  rows: string;
  /** What was only counted (record_surplus), in the columns of `rows`. */
  surplus?: string;
  stats: Rolled[];
}

const usual = 100; // of what may be as many as there are people
const all = 1_000; // of what we ourselves name
export const mostRedirects = 5_000; // that there may be: each has a chart, so that all of their clicks are summed up

const kinds: Record<RolledKind, Kind> = {
  views: {
    rows: `SELECT coalesce(nullif(route, ''), 'none') AS route, status, 1::bigint AS n, ms::bigint AS sum, ms::bigint AS most,
        host(ip) AS ip, bot, coalesce(nullif(left(agent, 200), ''), 'none') AS agent, nullif(referrer_host, '') AS referrer,
        coalesce(route LIKE '/api%', false) AS is_api, true AS is_kept
      FROM page_views`,
    surplus: `SELECT label, NULL, count, sum, most, NULL, bot, NULL, NULL, label LIKE '/api%', false FROM record_surplus`,
    stats: [
      { stat: 'page-views', label: 'route', where: 'NOT bot AND NOT is_api', most: all, isWhole: true },
      { stat: 'page-views-bots', label: 'route', where: 'bot AND NOT is_api', most: all, isWhole: true },
      { stat: 'slow-pages', label: 'route', where: 'NOT is_api', most: all, isWhole: true },
      { stat: 'ips', label: 'ip', most: usual },
      { stat: 'ips-throttled', label: 'ip', where: 'status = 429', most: usual },
      { stat: 'ips-blocked', label: 'ip', where: 'status IN (401, 403)', most: usual },
      { stat: 'referrers', label: 'referrer', where: 'NOT bot AND referrer IS NOT NULL', most: usual },
      { stat: 'agents', label: 'agent', where: 'NOT bot AND NOT is_api', most: usual },
      { stat: 'agents-bots', label: 'agent', where: 'bot AND NOT is_api', most: usual },
    ],
  },
  clicks: {
    rows: `SELECT redirect_id::text AS redirect, 1::bigint AS n, 0::bigint AS sum, 0::bigint AS most, bot, true AS is_kept
      FROM redirect_clicks`,
    surplus: 'SELECT label, count, sum, most, bot, false FROM record_surplus',
    stats: [
      { stat: 'clicks', label: 'redirect', where: 'NOT bot', most: mostRedirects, isWhole: true },
      { stat: 'clicks-bots', label: 'redirect', where: 'bot', most: mostRedirects, isWhole: true },
    ],
  },
  commands: {
    rows: `SELECT command, CASE WHEN NOT ${isPseudonymIn('user_id')} THEN user_id::text END AS member,
        guild_id::text AS guild, 1::bigint AS n, ms::bigint AS sum, ms::bigint AS most, true AS is_kept
      FROM command_usages`,
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
  const { rows, surplus, stats } = kinds[kind];
  const counted = surplus ? `UNION ALL ${surplus} WHERE kind = '${kind}' AND hour = :hour::timestamptz` : '';
  const sql = `
    WITH seen AS MATERIALIZED (
      ${rows} WHERE at >= :hour::timestamptz AND at < :hour::timestamptz + interval '1 hour' ${counted}
    ),
    summed AS (${stats.map(sum).join(' UNION ALL ')})
    INSERT INTO hourly_stats (hour, stat, label, count, sum, most)
    SELECT :hour::timestamptz, stat, label, count, sum, most FROM summed WHERE count > 0`;
  return { stats, sql };
}

/** The total comes first by its label, so that one place more leaves room for it. */
function sum({ stat, label, where = 'true', most, isWhole }: Rolled): string {
  return `
    SELECT '${stat}' AS stat, label, count, sum, most FROM (
      SELECT *, row_number() OVER (ORDER BY count DESC, label) AS place FROM (
        SELECT CASE grouping(${label}) WHEN 1 THEN '' ELSE ${label} END AS label,
          coalesce(sum(n), 0) AS count, coalesce(sum(sum), 0) AS sum, coalesce(max(most), 0) AS most
        FROM seen WHERE ${where} ${isWhole ? '' : 'AND is_kept'} GROUP BY GROUPING SETS ((${label}), ())
      ) counted WHERE label IS NOT NULL
    ) placed WHERE place <= ${most + 1}`;
}
