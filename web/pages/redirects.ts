import { z } from 'zod';
import { periods } from '../../shared/analytics/periods.ts';
import { readSeriesOf } from '../../shared/analytics/stats.ts';
import { clickStats, countClicks } from '../../shared/redirects/clicks.ts';
import { RedirectName } from '../../shared/redirects/name.ts';
import { listRedirects, redirectStates } from '../../shared/redirects/redirect-list.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { Words, withQuery } from '../http/query.ts';
import { chartClicks, viewRedirect } from './redirect-view.ts';

const template = new URL('./redirects.pug', import.meta.url);
const path = '/admin/redirects';
const rows = 50;
const usual = '30d';

/** Short links, and how much they are used. */
export const redirects: Page[] = [{ method: 'get', path, access: 'admin', handle: browse }];

const Query = z.object({
  find: Words,
  state: z.enum(redirectStates).optional().catch(undefined),
  period: z.enum(periods).catch(usual),
  after: RedirectName.optional().catch(undefined),
});

async function browse(ctx: Context, deps: PageDeps): Promise<void> {
  const { find, state, period, after } = Query.parse(ctx.query);
  const now = deps.clock();
  const [found, series] = await Promise.all([
    listRedirects(deps, { find, state, after, limit: rows + 1 }),
    readSeriesOf(deps, { stats: clickStats, period, now }),
  ]);
  const page = found.slice(0, rows);
  const clicks = await countClicks(
    deps,
    page.map(({ id }) => id),
    now,
  );
  const asked = { find, state, period: period === usual ? undefined : period };
  show(ctx, deps, template, {
    title: 'Redirects',
    wide: true,
    redirects: page.map((redirect) => ({ ...viewRedirect(redirect), clicks: clicks.get(redirect.id) })),
    points: chartClicks(series),
    period,
    periodLink: (other: string) => withQuery(path, { ...asked, period: other === usual ? undefined : other }),
    asked,
    clear: Boolean(find || state) && withQuery(path, { period: asked.period }),
    first: after && withQuery(path, asked),
    next: found.length > rows && withQuery(path, { ...asked, after: page.at(-1)?.name }),
  });
}
