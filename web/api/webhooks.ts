import { z } from 'zod';
import { Webhook } from '../../shared/webhooks/model.ts';
import * as webhooks from '../../shared/webhooks/webhooks.ts';
import type { Caller } from '../http/caller.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { Refusal, refuse, refuseInput } from '../http/problem.ts';
import { type AnyRoute, type Reply, reply, route } from '../http/route.ts';
import { refuseByRules } from './against-rules.ts';
import { RowId } from './shapes.ts';
import { refuseStale, versionIn } from './version.ts';
import { placeIn, places, type WebhookPlace, webhookIn } from './webhook-place.ts';
import { refuseUnread, scopesTold } from './webhook-scopes.ts';
import { draft, tellWebhook, WebhookShape, WebhookWithSecret } from './webhook-shapes.ts';

const orders = { id: { column: 'id' }, '-id': { column: 'id', desc: true } } as const;
const scope = { read: 'webhooks:read', write: 'webhooks:write' } as const;
const NewWebhook = z.object({ ...draft, enabled: draft.enabled.default(true) });
const how =
  'Each event is sent with POST as JSON (`id`, `type`, `at`, `guild`, `data`), signed as Standard Webhooks has it: `webhook-signature` is `v1,` and the HMAC-SHA256, in base64, of `webhook-id`, `webhook-timestamp` and the body with dots between them. An answer of the 200s within ten seconds takes it; otherwise it is tried again for a day. It may come twice, with the same `webhook-id`. Redirects are not followed, and private addresses are not reached.';

export const webhookRoutes: AnyRoute[] = places.flatMap(routesAt);

function routesAt({ path, params, whose }: WebhookPlace): AnyRoute[] {
  const InWebhook = params.extend({ webhookId: RowId });
  return [
    route({
      method: 'get',
      path,
      summary: `List the webhooks ${whose}`,
      scope: scope.read,
      params,
      query: listQuery(orders, {}),
      reply: pageOf(WebhookShape),
      problems: ['forbidden'],
      handle: async (ask, deps) => {
        const found = await placeIn(ask, deps);
        if (found instanceof Refusal) return found;
        const kept = deps.db(Webhook.tableName).where({ guild_id: found.place }).select('*');
        return readPage(kept, orders, ask.query, (row) =>
          tellWebhook(Webhook.fromDatabaseJson(row), ask.caller),
        );
      },
    }),
    route({
      method: 'post',
      path,
      summary: `Create a webhook ${whose}`,
      description: `${how} ${scopesTold}`,
      scope: scope.write,
      secret: true,
      params,
      body: NewWebhook,
      status: 201,
      reply: WebhookWithSecret,
      problems: ['forbidden', 'taken', 'against-rules'],
      handle: async (ask, deps) => {
        const found = await placeIn(ask, deps);
        if (found instanceof Refusal) return found;
        const unread = refuseUnread(ask.caller, ask.body.events);
        if (unread) return unread;
        const made = await webhooks.createWebhook(deps, found.place, ask.body, ask.by);
        if (made.is === 'too-many') return refuseByRules({ is: 'full', most: made.most });
        if (made.is !== 'created') return refuseDraft(made);
        const value = { ...tellWebhook(made.webhook, ask.caller), secret: made.secret };
        return reply(value, { etag: String(made.webhook.version) });
      },
    }),
    route({
      method: 'get',
      path: `${path}/:webhookId`,
      summary: `Read a webhook ${whose}`,
      scope: scope.read,
      params: InWebhook,
      reply: WebhookShape,
      problems: ['forbidden'],
      handle: async (ask, deps) => {
        const webhook = await webhookIn(ask, deps);
        return webhook instanceof Refusal ? webhook : answer(webhook, ask.caller);
      },
    }),
    route({
      method: 'patch',
      path: `${path}/:webhookId`,
      summary: `Change a webhook ${whose}, or switch it off`,
      description: `A field that is left out stays as it is. What it was still to be told goes to its new address. ${scopesTold}`,
      scope: scope.write,
      versioned: true,
      params: InWebhook,
      body: z.object(draft).partial(),
      reply: WebhookShape,
      problems: ['forbidden', 'taken'],
      handle: async (ask, deps) => {
        const webhook = await webhookIn(ask, deps);
        if (webhook instanceof Refusal) return webhook;
        const version = versionIn(ask.match);
        if (webhook.version !== version) return refuseStale(webhook.version);
        const unread = refuseUnread(ask.caller, ask.body.events ?? webhook.events);
        if (unread) return unread;
        const order = { id: webhook.id, version, changes: ask.body };
        const changed = await webhooks.changeWebhook(deps, webhook.guildId, order, ask.by);
        return changed.is === 'changed' ? answer(changed.webhook, ask.caller) : refuseChange(changed);
      },
    }),
    route({
      method: 'post',
      path: `${path}/:webhookId/secret`,
      summary: `Make a new secret for a webhook ${whose}`,
      description: 'It signs from now on; the one before is forgotten.',
      scope: scope.write,
      secret: true,
      versioned: true,
      params: InWebhook,
      reply: WebhookWithSecret,
      problems: ['forbidden'],
      handle: async (ask, deps) => {
        const webhook = await webhookIn(ask, deps);
        if (webhook instanceof Refusal) return webhook;
        const order = { id: webhook.id, version: versionIn(ask.match) };
        const renewed = await webhooks.renewSecret(deps, webhook.guildId, order, ask.by);
        if (renewed.is !== 'renewed') return refuseChange(renewed);
        const value = { ...tellWebhook(renewed.webhook, ask.caller), secret: renewed.secret };
        return reply(value, { etag: String(renewed.webhook.version) });
      },
    }),
    route({
      method: 'delete',
      path: `${path}/:webhookId`,
      summary: `Delete a webhook ${whose}`,
      description: 'With its deliveries. What is still to be sent is not sent.',
      scope: scope.write,
      versioned: true,
      params: InWebhook,
      status: 204,
      reply: z.undefined(),
      problems: ['forbidden'],
      handle: async (ask, deps) => {
        const webhook = await webhookIn(ask, deps);
        if (webhook instanceof Refusal) return webhook;
        const order = { id: webhook.id, version: versionIn(ask.match) };
        const removed = await webhooks.removeWebhook(deps, webhook.guildId, order, ask.by);
        return removed.is === 'removed' ? undefined : refuseChange(removed);
      },
    }),
  ];
}

function answer(webhook: Webhook, caller: Caller): Reply<z.input<typeof WebhookShape>> {
  return reply(tellWebhook(webhook, caller), { etag: String(webhook.version) });
}

type Refused = Exclude<webhooks.ChangedWebhook, { is: 'changed' }>;

function refuseChange(change: Refused): Refusal {
  if (change.is === 'unknown') return refuse('not-found');
  return change.is === 'stale' ? refuseStale(change.webhook.version) : refuseDraft(change);
}

function refuseDraft(refused: Extract<Refused, { is: 'name-taken' | 'out-of-reach' }>): Refusal {
  if (refused.is === 'out-of-reach') return refuseInput({ in: 'body', path: 'url', message: refused.why });
  return refuse('taken', { fields: [{ in: 'body', path: 'name', message: 'Another webhook has it' }] });
}
