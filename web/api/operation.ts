import { createHash, randomUUID } from 'node:crypto';

interface Asked {
  caller: { key: { id: string } };
  idempotencyKey: string | null;
  params: unknown;
  body: unknown;
}

/**
 * The operation that a request is (design §4.1): the same one for the same request under the same Idempotency-Key, also
 * when its answer is no longer kept. What is asked belongs to it, since a key may name something else a day later.
 */
export function operationOf({ caller, idempotencyKey, params, body }: Asked, route: string): string {
  const asked = createHash('sha256')
    .update(JSON.stringify([params, body]))
    .digest('base64url')
    .slice(0, 22);
  const name = idempotencyKey === null ? randomUUID() : `${idempotencyKey}:${asked}`;
  return `http:${caller.key.id}:${route}:${name}`;
}
