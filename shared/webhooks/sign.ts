import { createHmac } from 'node:crypto';
import { SECOND } from '../core/clock.ts';
import { keyOf } from './secret.ts';

interface Message {
  /** Of the delivery: the same whenever it is sent. */
  id: string;
  event: string;
  /** When it is sent, in milliseconds since 1970. */
  at: number;
  body: string;
}

/**
 * The headers by which a receiver knows that a delivery is ours, that it is new and whether it had it before: HMAC-SHA256
 * of `id.timestamp.body`, as Standard Webhooks has it, so that libraries for it verify ours.
 */
export function sign(secret: string, { id, event, at, body }: Message): Record<string, string> {
  const timestamp = String(Math.floor(at / SECOND));
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-event': event,
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}
