import { type AddressOrder, addressCounts } from '../../shared/analytics/address-counts.ts';
import type { Period } from '../../shared/analytics/periods.ts';
import { readSeriesOf } from '../../shared/analytics/stats.ts';
import { surplusOf } from '../../shared/analytics/surplus-sums.ts';
import { type Top, topOf } from '../../shared/analytics/tops.ts';
import { askTogether } from '../../shared/db/together.ts';
import type { Deps } from '../context.ts';
import { mergeAgents } from '../http/merge-agents.ts';
import { msInWords } from './stat-words.ts';

const listed = 15;
const mostAgents = 60; // many differ only in what `describeAgent` leaves out

const stats = ['page-views', 'page-views-bots', 'slow-pages', 'ips-throttled', 'ips-blocked'] as const;

/** What `analytics.pug` shows of a period. */
export async function readAnalytics(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { period, addressesBy }: { period: Period; addressesBy: AddressOrder },
) {
  const now = clock();
  const asked = { period, now, limit: listed };
  const [series, [pages, slow, addresses, referrers, agents, bots, surplus]] = await Promise.all([
    readSeriesOf({ db }, { stats, period, now }),
    askTogether(db, [
      topOf({ ...asked, stat: 'slow-pages' }),
      topOf({ ...asked, stat: 'slow-pages', by: 'average' }),
      addressCounts({ ...asked, by: addressesBy }),
      topOf({ ...asked, stat: 'referrers' }),
      topOf({ ...asked, stat: 'agents', limit: mostAgents }),
      topOf({ ...asked, stat: 'agents-bots', limit: mostAgents }),
      surplusOf('views', asked),
    ]),
  ]);
  const all = (stat: (typeof stats)[number]) => series[stat].reduce((sum, { count }) => sum + count, 0);
  const took = series['slow-pages'].reduce((sum, point) => sum + point.sum, 0);
  return {
    totals: {
      people: all('page-views'),
      bots: all('page-views-bots'),
      average: msInWords(took / Math.max(1, all('slow-pages'))),
      longest: msInWords(Math.max(...series['slow-pages'].map(({ most }) => most))),
      throttled: all('ips-throttled'),
      blocked: all('ips-blocked'),
    },
    points: series['page-views'].map(({ at, count }, index) => ({
      at,
      value: count,
      more: series['page-views-bots'][index]?.count ?? 0,
    })),
    surplus,
    pages: pages.map(viewPage),
    slow: slow.map(viewPage),
    addresses,
    referrers,
    agents: viewAgents(agents),
    bots: viewAgents(bots),
  };
}

function viewPage({ label, count, sum, most }: Top) {
  return {
    route: label,
    /** What no route took is no page. */
    name: label === 'none' ? 'no such page' : label,
    count,
    average: msInWords(sum / Math.max(1, count)),
    most: msInWords(most),
  };
}

function viewAgents(agents: readonly Top[]): { name: string; count: number }[] {
  const given = agents.map(({ label, count }) => ({
    name: label === 'none' ? '' : label,
    people: count,
    bots: 0,
  }));
  return mergeAgents(given, listed).map(({ name, people }) => ({ name, count: people }));
}
