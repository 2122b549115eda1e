import { audit } from '../accounts/audit.ts';
import { type Knex, transact } from '../db/knex.ts';
import { type DeliveryState, Webhook, WebhookDelivery } from './model.ts';
import type { Answer } from './post.ts';
import { restAfter, silence, waitAfter } from './waits.ts';

/** Which attempt of a delivery it was, counted from 0, and when (milliseconds since 1970). */
interface Attempt {
  delivery: WebhookDelivery;
  webhook: Webhook;
  now: number;
}

/**
 * Keeps what came of an attempt: delivered with any status of the 200s, otherwise to be tried later, or given up. Of an
 * attempt that ran twice only one counts; undefined for the other.
 */
export function keepOutcome(
  { db }: { db: Knex },
  { delivery, webhook, now }: Attempt,
  { status, why, ms }: Answer,
): Promise<DeliveryState | undefined> {
  const attempts = delivery.attempts + 1;
  const isTaken = status >= 200 && status < 300;
  const wait = isTaken ? undefined : waitAfter(attempts);
  const state = isTaken ? 'delivered' : wait === undefined ? 'failed' : 'wanted';
  const at = new Date(now);
  const nextAt = new Date(now + (wait ?? 0));
  return transact(db, async (trx) => {
    const kept = await WebhookDelivery.query(trx)
      .where({ id: delivery.id, attempts: delivery.attempts, state: 'wanted' })
      .patch({ state, attempts, status, answer: why, ms, changedAt: at, nextAt, leasedUntil: null });
    if (kept === 0) return undefined;
    await (isTaken ? praise(trx, webhook) : blame(trx, webhook, now));
    return state;
  });
}

/** Ends a delivery that must not be tried again, which is no fault of the webhook; undefined where it had ended. */
export async function giveUp(
  { db }: { db: Knex },
  id: string,
  why: string,
  now: number,
): Promise<WebhookDelivery | undefined> {
  const [ended] = await WebhookDelivery.query(db)
    .where({ id, state: 'wanted' })
    .patch({ state: 'failed', status: 0, answer: why, changedAt: new Date(now), leasedUntil: null })
    .returning('*');
  return ended;
}

async function praise(trx: Knex, { id }: Webhook): Promise<void> {
  await trx('webhooks')
    .where({ id })
    .where('failures', '>', 0)
    .update({ failures: 0, rests_until: null, failing_since: null });
}

/** Counted from when the webhook was read: what fails at the same time is one failure. */
async function blame(trx: Knex, { id, failures }: Webhook, now: number): Promise<void> {
  const rest = restAfter(failures + 1);
  const [webhook] = await Webhook.query(trx)
    .where({ id })
    .patch({
      failures: failures + 1,
      restsUntil: rest > 0 ? new Date(now + rest) : null,
      failingSince: trx.raw('coalesce(failing_since, ?)', [new Date(now)]),
    })
    .returning('*');
  const since = webhook?.failingSince?.getTime() ?? now;
  if (webhook?.enabled && now - since >= silence) await switchOff(trx, webhook, now);
}

/** What it was still to be told is ended bit by bit (`giveUpUnanswered`); staff switch it on again. */
async function switchOff(trx: Knex, webhook: Webhook, now: number): Promise<void> {
  const { id, guildId, name, version, failingSince } = webhook;
  await Webhook.query(trx)
    .where({ id })
    .patch({ enabled: false, version: version + 1, changedAt: new Date(now) });
  await audit(trx, {
    actor: { kind: 'system', name: 'system' },
    ...(guildId ? { guild: guildId } : {}),
    action: 'webhook.switched-off',
    subject: name,
    before: { enabled: true },
    after: { enabled: false, failingSince },
  });
}
