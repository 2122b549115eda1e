import type { SyncRequest } from '../shared/core/events.ts';

const form = /^(\d{1,19})\.(\d{1,3})\.([\da-z]{1,8})$/;

/** What comes back with each chunk of a request; at most 32 bytes, since Discord leaves out a longer one. */
export function writeNonce({ id, attempt, askedAt }: SyncRequest): string {
  return `${id}.${attempt}.${askedAt.toString(36)}`;
}

/** The request of ours that a nonce names; undefined for any other. */
export function readNonce(nonce: unknown): SyncRequest | undefined {
  const [, id, attempt, askedAt] = typeof nonce === 'string' ? (form.exec(nonce) ?? []) : [];
  if (!id || !attempt || !askedAt) return undefined;
  return { id, attempt: Number(attempt), askedAt: Number.parseInt(askedAt, 36) };
}
