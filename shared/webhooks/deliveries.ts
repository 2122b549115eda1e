import type { Knex } from '../db/knex.ts';
import { type DeliveryState, WebhookDelivery } from './model.ts';

export { type DeliveryState, deliveryStates, type WebhookDelivery } from './model.ts';

interface Asked {
  state?: DeliveryState | undefined;
  /** The id of the last one of the page before. */
  before?: string | undefined;
  limit: number;
}

/** What a webhook was told, or is to be told, the latest first. */
export async function listDeliveries(
  { db }: { db: Knex },
  webhook: string,
  { state, before, limit }: Asked,
): Promise<WebhookDelivery[]> {
  const rows = WebhookDelivery.query(db).where('webhook_id', webhook).orderBy('id', 'desc').limit(limit);
  if (state) rows.where('state', state);
  if (before) rows.where('id', '<', before);
  return rows;
}

export async function findDelivery(
  { db }: { db: Knex },
  webhook: string,
  id: string,
): Promise<WebhookDelivery | undefined> {
  return WebhookDelivery.query(db).findOne({ webhook_id: webhook, id });
}

const batch = 10_000; // rows of a statement: seconds

/**
 * All of a webhook, before it is removed: its own lock, which keeps it from being told anything, is then held for a moment
 * and not for all of this.
 */
export async function forgetDeliveries(trx: Knex.Transaction, webhook: string): Promise<void> {
  for (let count = batch; count === batch; ) {
    const some = trx('webhook_deliveries').where({ webhook_id: webhook }).select('id').limit(batch);
    count = await trx('webhook_deliveries').whereIn('id', some).delete();
  }
}
