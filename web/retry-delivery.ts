import type { Deed } from '../shared/accounts/audit.ts';
import { Webhook, WebhookDelivery } from '../shared/webhooks/model.ts';
import { replayDelivery } from '../shared/webhooks/replay.ts';
import { RowId } from './api/shapes.ts';
import type { Deps } from './context.ts';

/** Tells a webhook once more what the job of that id could not; `over` where it was told since, or is about to be. */
export async function retryDelivery(
  deps: Pick<Deps, 'db' | 'clock'>,
  job: string,
  by: Pick<Deed, 'actor' | 'ip' | 'requestId'>,
): Promise<{ is: 'retried' | 'over' | 'gone' }> {
  const id = RowId.safeParse(job.split('-')[0]).data; // `<delivery>-<attempts>` (workers/webhooks/run.ts)
  const delivery = id && (await WebhookDelivery.query(deps.db).findById(id));
  const webhook = delivery && (await Webhook.query(deps.db).findById(delivery.webhookId));
  if (!webhook || !delivery) return { is: 'gone' };
  const replayed = await replayDelivery(deps, webhook, delivery.id, by, 'failed');
  return { is: replayed ? 'retried' : 'over' };
}
