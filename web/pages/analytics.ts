import { z } from 'zod';
import { addressOrders } from '../../shared/analytics/address-counts.ts';
import { periods } from '../../shared/analytics/periods.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { readAnalytics } from './analytics-view.ts';

const template = new URL('./analytics.pug', import.meta.url);
const path = '/admin/analytics';

/** Who looks at which pages, how fast they are, and who is turned away. */
export const analytics: Page[] = [{ method: 'get', path, access: 'admin', handle: open }];

const Query = z.object({
  period: z.enum(periods).catch('24h'),
  sort: z
    .string()
    .transform((text) => text.replace('-', ''))
    .pipe(z.enum(addressOrders))
    .catch('views'),
});

async function open(ctx: Context, deps: PageDeps): Promise<void> {
  const { period, sort } = Query.parse(ctx.query);
  const kept = {
    period: period === '24h' ? undefined : period,
    sort: sort === 'views' ? undefined : sort,
  };
  show(ctx, deps, template, {
    title: 'Analytics',
    wide: true,
    period,
    sort: { by: sort, desc: true },
    periodLink: (other: string) => withQuery(path, { ...kept, period: other === '24h' ? undefined : other }),
    link: (query: { sort: string }) => withQuery(path, { ...kept, sort: query.sort.replace('-', '') }),
    views: (query: Record<string, string>) => withQuery(`${path}/views`, query),
    ...(await readAnalytics(deps, { period, addressesBy: sort })),
  });
}
