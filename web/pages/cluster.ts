import { z } from 'zod';
import { streamEvents } from '../http/event-stream.ts';
import { type Page, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { readCluster } from './cluster-view.ts';

const template = new URL('./cluster.pug', import.meta.url);
const path = '/admin/cluster';

const Query = z.object({ from: z.coerce.number().int().min(0).max(1_000_000).catch(0) });

/** Processes, shards, queues and alarms; the stream keeps them fresh. */
export const cluster: Page[] = [
  {
    method: 'get',
    path,
    access: 'admin',
    async handle(ctx, deps) {
      const { from } = Query.parse(ctx.query);
      const source = withQuery(`${path}/live`, { from: from > 0 ? String(from) : undefined });
      show(ctx, deps, template, { title: 'Cluster', wide: true, source, ...(await readCluster(deps, from)) });
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
      leave = live.cluster.watch(String(Query.parse(ctx.query).from), stream);
    },
  },
];
