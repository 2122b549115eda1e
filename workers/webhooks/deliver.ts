import type { Config } from '../../shared/core/config.ts';
import { type DeliveryState, Webhook, WebhookDelivery } from '../../shared/webhooks/model.ts';
import { giveUp, keepOutcome } from '../../shared/webhooks/outcome.ts';
import { type Answer, post, type Reach } from '../../shared/webhooks/post.ts';
import { openSecret } from '../../shared/webhooks/secret.ts';
import { sign } from '../../shared/webhooks/sign.ts';
import type { Context } from '../context.ts';
import { bodyOf } from './bodies.ts';

export interface DeliverDeps extends Pick<Context, 'db' | 'clock'> {
  config: Pick<Config, 'SECRET' | 'WEBHOOKS_PRIVATE'>;
  version: string;
  /** Of tests. */
  reach?: Pick<Reach, 'lookup' | 'patience'>;
}

/** What came of an attempt. */
export interface Attempted {
  delivery: WebhookDelivery;
  state: DeliveryState;
  answer: Answer;
  /** As it was sent; undefined where there was nothing to send. */
  body: string | undefined;
}

/**
 * Tries a delivery that is due, once. It may run twice: then the receiver may be told twice, with the same id, and one of
 * the two is kept. Undefined where there was nothing to be sent, or where another attempt counted.
 */
export async function deliver(deps: DeliverDeps, id: string): Promise<Attempted | undefined> {
  const { db, clock } = deps;
  const now = clock();
  const delivery = await WebhookDelivery.query(db)
    .findOne({ id, state: 'wanted' })
    .where('next_at', '<=', new Date(now));
  const webhook = delivery && (await Webhook.query(db).findOne({ id: delivery.webhookId, enabled: true }));
  if (!delivery || !webhook) return undefined;
  const body = await bodyText(deps, delivery);
  if (body === undefined) {
    const ended = await giveUp(deps, id, gone, clock());
    return ended && { delivery, state: 'failed', answer: unsent(gone), body };
  }
  const answer = await send(deps, webhook, delivery, body);
  const state = await keepOutcome(deps, { delivery, webhook, now: clock() }, answer);
  return state && { delivery, state, answer, body };
}

const unsent = (why: string): Answer => ({ status: 0, why, ms: 0, isUnsent: true });
const gone = 'What it tells of is not there any more.';
const sealed = unsent('The secret was kept under another SECRET: make a new one.');

/** What was sent once is sent again, whatever has become of it since. */
async function bodyText({ db }: DeliverDeps, delivery: WebhookDelivery): Promise<string | undefined> {
  if (delivery.body) return JSON.stringify(delivery.body);
  const made = await bodyOf(db, delivery);
  if (!made) return undefined;
  const text = JSON.stringify(made);
  await db('webhook_deliveries').where({ id: delivery.id }).whereNull('body').update({ body: text });
  return text;
}

async function send(
  { config, clock, version, reach = {} }: DeliverDeps,
  webhook: Webhook,
  { id, event }: WebhookDelivery,
  body: string,
): Promise<Answer> {
  const secret = openSecret(config.SECRET, webhook.secret);
  if (secret === undefined) return sealed;
  const headers = {
    ...sign(secret, { id, event, at: clock(), body }),
    'user-agent': `smarter-dev/${version}`,
  };
  return post(new URL(webhook.url), headers, body, { ...reach, allowPrivate: config.WEBHOOKS_PRIVATE });
}
