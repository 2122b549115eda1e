import { SECOND } from '../core/clock.ts';

const patience = 5 * SECOND;

/** Tells ALARM_WEBHOOK; throws where it does not take that. The address is a secret: it stays out of errors. */
export async function postAlarm(webhook: string, message: unknown): Promise<void> {
  const answer = await fetch(webhook, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  }).catch((error: unknown) => {
    throw new Error('the webhook cannot be reached', { cause: error });
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`);
}
