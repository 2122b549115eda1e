import { audit, type Deed } from '../accounts/audit.ts';
import { type Knex, transact } from '../db/knex.ts';
import { ping } from './events.ts';
import { type DeliveryState, type Webhook, WebhookDelivery } from './model.ts';

type Deps = { db: Knex; clock: () => number };
type By = Pick<Deed, 'actor' | 'ip' | 'requestId'>;

export const mostReplayed = 1_000; // at once

/**
 * Tells a webhook once more, from its first attempt on, with the body that was sent before. Null where there is no such
 * delivery, or not in that state; one that is still to be sent is tried at once.
 */
export function replayDelivery(
  { db, clock }: Deps,
  webhook: Webhook,
  id: string,
  by: By,
  state?: DeliveryState,
): Promise<WebhookDelivery | null> {
  return transact(db, async (trx) => {
    const asked = { webhook_id: webhook.id, id, ...(state ? { state } : {}) };
    const [delivery] = await wantAgain(trx, clock(), asked, 1);
    if (!delivery) return null;
    await write(trx, webhook, by, 'replayed', { delivery: id, event: delivery.event });
    return delivery;
  });
}

/** Tells it again whatever it could not be told, the latest first, so much at once; answers how much. */
export function replayFailed({ db, clock }: Deps, webhook: Webhook, by: By): Promise<number> {
  return transact(db, async (trx) => {
    const asked = { webhook_id: webhook.id, state: 'failed' };
    const { length } = await wantAgain(trx, clock(), asked, mostReplayed);
    if (length > 0) await write(trx, webhook, by, 'replayed', { failed: length });
    return length;
  });
}

/**
 * Sends a webhook something that tells of nothing, to see whether it arrives. The same `subject` is sent once; of a webhook
 * one waits at a time, and is tried at once when another is asked for.
 */
export function sendPing({ db, clock }: Deps, webhook: Webhook, subject: string, by: By): Promise<void> {
  return transact(db, async (trx) => {
    const pings = { webhook_id: webhook.id, event: ping };
    const standing = await trx('webhooks').where({ id: webhook.id }).forNoKeyUpdate().first('id');
    if (!standing || (await WebhookDelivery.query(trx).findOne({ ...pings, subject }))) return;
    const hurried = await WebhookDelivery.query(trx)
      .where({ ...pings, state: 'wanted' })
      .patch({ nextAt: new Date(clock()) });
    if (hurried === 0)
      await WebhookDelivery.query(trx).insert({
        webhookId: webhook.id,
        guildId: webhook.guildId,
        event: ping,
        subject,
      });
    await write(trx, webhook, by, 'tested');
  });
}

async function wantAgain(
  trx: Knex,
  now: number,
  asked: Record<string, string>,
  limit: number,
): Promise<WebhookDelivery[]> {
  const at = new Date(now);
  const which = WebhookDelivery.query(trx)
    .where(asked)
    .orderBy('id', 'desc')
    .limit(limit)
    .forUpdate()
    .select('id');
  return WebhookDelivery.query(trx)
    .whereIn('id', which)
    .patch({ state: 'wanted', attempts: 0, nextAt: at, wantedAt: at, changedAt: at, leasedUntil: null })
    .returning('*');
}

async function write(
  trx: Knex,
  webhook: Webhook,
  by: By,
  what: 'replayed' | 'tested',
  after?: object,
): Promise<void> {
  const guild = webhook.guildId ? { guild: webhook.guildId } : {};
  await audit(trx, { ...by, ...guild, action: `webhook.${what}`, subject: webhook.name, after });
  await awaken(trx, webhook);
}

/** Whoever asks wants to see it now, and not when its rest is over. */
async function awaken(db: Knex, { id }: Webhook): Promise<void> {
  await db('webhooks').where({ id }).whereNotNull('rests_until').update({ rests_until: null });
}
