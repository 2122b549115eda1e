import { z } from 'zod';
import { findDelivery } from '../../shared/webhooks/deliveries.ts';
import { kindOf } from '../../shared/webhooks/events.ts';
import { deliveryStates, WebhookDelivery } from '../../shared/webhooks/model.ts';
import { mostReplayed, replayDelivery, replayFailed } from '../../shared/webhooks/replay.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { Refusal, refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { RowId } from './shapes.ts';
import { places, type WebhookPlace, webhookIn } from './webhook-place.ts';
import { refuseUnread, scopesTold } from './webhook-scopes.ts';
import { Delivery, DeliveryWithBody, tellDelivery } from './webhook-shapes.ts';

const orders = { '-id': { column: 'id', desc: true }, id: { column: 'id' } } as const;
const scope = { read: 'webhooks:read', write: 'webhooks:write' } as const;

/** What webhooks were told, and are to be told once more. */
export const webhookDeliveryRoutes: AnyRoute[] = places.flatMap(routesAt);

function routesAt(place: WebhookPlace): AnyRoute[] {
  const InWebhook = place.params.extend({ webhookId: RowId });
  const InDelivery = InWebhook.extend({ deliveryId: RowId });
  const path = `${place.path}/:webhookId/deliveries` as const;
  return [
    route({
      method: 'get',
      path,
      summary: `List what a webhook ${place.whose} was told`,
      description: 'For 30 days.',
      scope: scope.read,
      params: InWebhook,
      query: listQuery(orders, { state: z.enum(deliveryStates).optional() }),
      reply: pageOf(Delivery),
      problems: ['forbidden'],
      handle: async (ask, deps) => {
        const webhook = await webhookIn(ask, deps);
        if (webhook instanceof Refusal) return webhook;
        const { state, ...query } = ask.query;
        const rows = deps.db(WebhookDelivery.tableName).where('webhook_id', webhook.id).select('*');
        if (state) rows.where({ state });
        return readPage(rows, orders, query, (row) => tellDelivery(WebhookDelivery.fromDatabaseJson(row)));
      },
    }),
    route({
      method: 'get',
      path: `${path}/:deliveryId`,
      summary: `Read what a webhook ${place.whose} was told`,
      description: scopesTold,
      scope: scope.read,
      params: InDelivery,
      reply: DeliveryWithBody,
      problems: ['forbidden'],
      handle: async (ask, deps) => {
        const webhook = await webhookIn(ask, deps);
        if (webhook instanceof Refusal) return webhook;
        const delivery = await findDelivery(deps, webhook.id, RowId.parse(ask.params.deliveryId));
        if (!delivery) return refuse('not-found');
        const kind = kindOf(delivery.event);
        return refuseUnread(ask.caller, kind ? [kind] : []) ?? tellDelivery(delivery);
      },
    }),
    route({
      method: 'post',
      path: `${path}/:deliveryId/replay`,
      summary: `Tell a webhook ${place.whose} once more`,
      description: 'The same, with the same `webhook-id`, from the first attempt on.',
      scope: scope.write,
      params: InDelivery,
      status: 202,
      reply: Delivery,
      problems: ['forbidden'],
      handle: async (ask, deps) => {
        const webhook = await webhookIn(ask, deps);
        if (webhook instanceof Refusal) return webhook;
        const delivery = await replayDelivery(deps, webhook, RowId.parse(ask.params.deliveryId), ask.by);
        return delivery ? tellDelivery(delivery) : refuse('not-found');
      },
    }),
    route({
      method: 'post',
      path: `${place.path}/:webhookId/replay`,
      summary: `Tell a webhook ${place.whose} all that it could not be told`,
      description: `The latest ${mostReplayed.toLocaleString('en')} deliveries that failed; ask again while there are more.`,
      scope: scope.write,
      params: InWebhook,
      status: 202,
      reply: z.object({ replayed: z.int() }),
      problems: ['forbidden'],
      handle: async (ask, deps) => {
        const webhook = await webhookIn(ask, deps);
        if (webhook instanceof Refusal) return webhook;
        return { replayed: await replayFailed(deps, webhook, ask.by) };
      },
    }),
  ];
}
