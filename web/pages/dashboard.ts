import { z } from 'zod';
import { periods } from '../../shared/analytics/periods.ts';
import { streamEvents } from '../http/event-stream.ts';
import { type Page, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { readDashboard } from './dashboard-view.ts';

const template = new URL('./dashboard.pug', import.meta.url);
const path = '/admin/dashboard';

const Query = z.object({ period: z.enum(periods).catch('24h') });

/** Bot and web at a glance; the stream keeps it fresh. */
export const dashboard: Page[] = [
  {
    method: 'get',
    path,
    access: 'admin',
    async handle(ctx, deps) {
      const { period } = Query.parse(ctx.query);
      show(ctx, deps, template, {
        title: 'Dashboard',
        wide: true,
        link: (other: string) => withQuery(path, { period: other === '24h' ? undefined : other }),
        source: withQuery(`${path}/live`, { period }),
        ...(await readDashboard(deps, period)),
      });
    },
  },
  {
    method: 'get',
    path: `${path}/live`,
    access: 'admin',
    idle: true,
    handle(ctx, { live }) {
      let leave: (() => void) | undefined;
      const stream = streamEvents(ctx, () => leave?.());
      leave = live.dashboard.watch(Query.parse(ctx.query).period, stream);
    },
  },
];
