import { z } from 'zod';
import { deliveryStates, listDeliveries } from '../../shared/webhooks/deliveries.ts';
import { originOf } from '../../shared/webhooks/url.ts';
import { RowId } from '../api/shapes.ts';
import type { Context } from '../context.ts';
import { type PageDeps, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { newOnce } from '../http/shown-once.ts';
import { inBothPlaces, webhookIn } from './webhook-place.ts';
import { stateOf, stateOptions, viewDelivery } from './webhook-view.ts';

const template = new URL('./webhook.pug', import.meta.url);
const rows = 50;

/** One webhook, and what it was told. */
export const webhook = inBothPlaces([{ method: 'get', path: '/:webhookId', handle: open }]);

const Query = z.object({
  state: z.enum(deliveryStates).optional().catch(undefined),
  before: RowId.optional().catch(undefined),
});

async function open(ctx: Context, deps: PageDeps): Promise<void> {
  const { webhook: one, base, list, above } = await webhookIn(ctx, deps);
  const { state, before } = Query.parse(ctx.query);
  const [found, failed] = await Promise.all([
    listDeliveries(deps, one.id, { state, before, limit: rows + 1 }),
    listDeliveries(deps, one.id, { state: 'failed', limit: 1 }),
  ]);
  const last = found.length > rows ? found[rows - 1] : undefined;
  show(ctx, deps, template, {
    title: one.name,
    wide: true,
    webhook: one,
    address: originOf(one.url),
    condition: stateOf(one),
    restsUntil: one.restsUntil && one.restsUntil.getTime() > deps.clock() ? one.restsUntil : null,
    ...{ base, list, crumbs: above },
    once: newOnce(),
    deliveries: found.slice(0, rows).map((delivery) => viewDelivery(delivery, base)),
    hasFailed: failed.length > 0,
    state,
    states: stateOptions,
    first: before && withQuery(base, { state }),
    next: last && withQuery(base, { state, before: last.id }),
  });
}
