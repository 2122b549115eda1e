import { z } from 'zod';
import { periods } from '../../shared/analytics/periods.ts';
import { seriesOf } from '../../shared/analytics/stats.ts';
import { surplusOf } from '../../shared/analytics/surplus-sums.ts';
import { askTogether } from '../../shared/db/together.ts';
import { mostCounted, mostSources, readSources, type Source } from '../../shared/redirects/click-sources.ts';
import { clickStats, listClicks } from '../../shared/redirects/clicks.ts';
import type { Context } from '../context.ts';
import { mergeAgents } from '../http/merge-agents.ts';
import { ownOrigin } from '../http/own-origin.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { redirectIn } from './redirect-place.ts';
import { chartClicks, viewClick } from './redirect-view.ts';

const template = new URL('./redirect.pug', import.meta.url);
const path = '/admin/redirects/:redirectId';
const latest = 10; // clicks
const usual = '7d';

/** One short link: where it leads, who followed it and from where. */
export const redirect: Page[] = [{ method: 'get', path, access: 'admin', handle: open }];

const Query = z.object({ period: z.enum(periods).catch(usual) });

async function open(ctx: Context, deps: PageDeps): Promise<void> {
  const one = await redirectIn(ctx, deps);
  const { period } = Query.parse(ctx.query);
  const asked = { period, now: deps.clock() };
  const [[series, surplus], sources, clicks] = await Promise.all([
    askTogether(deps.db, [
      seriesOf({ stats: clickStats, label: one.id, ...asked }),
      surplusOf('clicks', { label: one.id, ...asked }),
    ]),
    readSources(deps, one.id, asked),
    listClicks(deps, one.id, { limit: latest }),
  ]);
  const points = chartClicks(series);
  show(ctx, deps, template, {
    title: `/${one.name}`,
    wide: true,
    redirect: one,
    base: `/admin/redirects/${one.id}`,
    origin: ownOrigin(ctx, deps.config),
    period,
    periodLink: (other: string) => withQuery(ctx.path, { period: other === usual ? undefined : other }),
    points,
    people: points.reduce((sum, { value }) => sum + value, 0),
    bots: points.reduce((sum, { more }) => sum + more, 0),
    sources: [
      { caption: 'Referrers', term: 'Site', none: 'Not told', rows: sources.referrers.map(sourceOf) },
      {
        caption: 'Browsers and bots',
        term: 'Agent',
        none: 'Not told',
        rows: mergeAgents(sources.agents.map(sourceOf), mostSources),
      },
      { caption: 'IP addresses', term: 'Address', none: '–', rows: sources.ips.map(sourceOf) },
    ],
    surplus,
    cutAt: sources.counted === mostCounted && mostCounted,
    clicks: clicks.map(viewClick),
  });
}

function sourceOf({ source, people, bots }: Source) {
  return { name: source, people, bots };
}
