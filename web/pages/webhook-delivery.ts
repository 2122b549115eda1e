import { AppError } from '../../shared/core/errors.ts';
import { findDelivery } from '../../shared/webhooks/deliveries.ts';
import { replayDelivery } from '../../shared/webhooks/replay.ts';
import { RowId } from '../api/shapes.ts';
import type { Context } from '../context.ts';
import { type PageDeps, seeOther, show } from '../http/page.ts';
import { flash } from '../middleware/session.ts';
import { actorOf } from '../middleware/staff.ts';
import { inBothPlaces, webhookIn } from './webhook-place.ts';
import { viewDelivery } from './webhook-view.ts';

const template = new URL('./webhook-delivery.pug', import.meta.url);
const path = '/:webhookId/deliveries/:deliveryId';

/** One thing that a webhook was told: what was sent, and what came of it. */
export const webhookDelivery = inBothPlaces([
  { method: 'get', path, handle: open },
  { method: 'post', path: `${path}/replay`, handle: replay },
]);

async function open(ctx: Context, deps: PageDeps): Promise<void> {
  const { webhook, base, crumbs } = await webhookIn(ctx, deps);
  const id = RowId.safeParse(ctx.params.deliveryId).data;
  const delivery = id ? await findDelivery(deps, webhook.id, id) : undefined;
  if (!delivery) throw new AppError('not-found');
  show(ctx, deps, template, {
    title: `Delivery ${delivery.id}`,
    crumbs,
    webhook,
    one: viewDelivery(delivery, base),
    body: delivery.body && JSON.stringify(delivery.body, null, 2),
  });
}

async function replay(ctx: Context, deps: PageDeps): Promise<void> {
  const { webhook, base } = await webhookIn(ctx, deps);
  const id = RowId.safeParse(ctx.params.deliveryId).data;
  const delivery = id ? await replayDelivery(deps, webhook, id, actorOf(ctx)) : null;
  if (!delivery) throw new AppError('not-found');
  flash(ctx, webhook.enabled ? 'It is sent again.' : 'It is sent again once the webhook is switched on.');
  seeOther(ctx, `${base}/deliveries/${delivery.id}`);
}
