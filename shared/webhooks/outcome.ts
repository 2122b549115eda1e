import { audit } from '../accounts/audit.ts';
import { type Knex, transact } from '../db/knex.ts';
import { type DeliveryState, Webhook, WebhookDelivery } from './model.ts';
import type { Answer } from './post.ts';
import { longAgo, restAfter, silence, waitAfter } from './waits.ts';

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
  { status, why, ms, isUnsent }: Answer,
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
    if (isTaken) await praise(trx, webhook);
    else if (!isUnsent) await blame(trx, webhook, now);
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
    .update({ failures: 0, rests_until: null, failing_since: null, failed_at: null });
}

/**
 * Counted from when the webhook was read: what fails at the same time is one failure, and of one that was changed or switched
 * off since then the attempt tells nothing. Where the last failure is long ago they begin anew: it may be told little.
 */
async function blame(trx: Knex, webhook: Webhook, now: number): Promise<void> {
  const { id, version, failedAt } = webhook;
  const recent = new Date(now - longAgo);
  const failures = failedAt && failedAt > recent ? webhook.failures + 1 : 1;
  const rest = restAfter(failures);
  const at = new Date(now);
  const [blamed] = await Webhook.query(trx)
    .where({ id, version, enabled: true })
    .patch({
      failures,
      restsUntil: rest > 0 ? new Date(now + rest) : null,
      failingSince: trx.raw('CASE WHEN failed_at > ? THEN coalesce(failing_since, ?) ELSE ? END', [
        recent,
        at,
        at,
      ]),
      failedAt: at,
    })
    .returning('*');
  const since = blamed?.failingSince?.getTime() ?? now;
  if (blamed && now - since >= silence) await switchOff(trx, blamed, now);
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
