import { spanOf } from '../analytics/periods.ts';
import { dailyOf } from '../analytics/roll-up.ts';
import type { StatName } from '../analytics/stat-names.ts';
import type { Knex } from '../db/knex.ts';
import { RedirectClick } from './model.ts';

export type { RedirectClick } from './model.ts';

type Deps = { db: Knex };

export const visitorKinds = ['people', 'bots'] as const;
export type VisitorKind = (typeof visitorKinds)[number];

/** People and bots are never added up. */
export type Clicks = Record<VisitorKind, number>;

/** What clicks are summed up as: of people, and of bots. */
export const clickStats = ['clicks', 'clicks-bots'] as const satisfies StatName[];

/** After which click a page begins: the last one of the page before. */
export interface ClickPlace {
  at: Date;
  id: string;
}

/** Of one redirect, the latest first. */
export async function listClicks(
  { db }: Deps,
  redirect: string,
  { by, before, limit }: { by?: VisitorKind | undefined; before?: ClickPlace | undefined; limit: number },
): Promise<RedirectClick[]> {
  const query = RedirectClick.query(db)
    .where('redirect_id', redirect)
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
  if (by) query.where('bot', by === 'bots');
  if (before) query.where('at', '<=', before.at).whereRaw('(at, id) < (?, ?::uuid)', [before.at, before.id]);
  return query;
}

/** Of each of these redirects in the last 30 days, as far as they are summed up. */
export async function countClicks(
  { db }: Deps,
  redirects: readonly string[],
  now: number,
): Promise<Map<string, Clicks>> {
  const stats = { people: dailyOf('clicks'), bots: dailyOf('clicks-bots') };
  const rows: { stat: string; label: string; count: string }[] = await db('hourly_stats')
    .whereIn('stat', Object.values(stats))
    .where('guild_id', '0')
    .whereIn('label', redirects)
    .where('hour', '>=', new Date(spanOf('30d', now).from))
    .groupBy('stat', 'label')
    .select('stat', 'label', db.raw('sum(count) AS count'));
  const countOf = (stat: string, id: string) =>
    Number(rows.find((row) => row.stat === stat && row.label === id)?.count ?? 0);
  return new Map(
    redirects.map((id) => [id, { people: countOf(stats.people, id), bots: countOf(stats.bots, id) }]),
  );
}
