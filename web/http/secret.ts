import { timingSafeEqual } from 'node:crypto';

/** Compares what was given with a secret in a time that tells nothing of where they differ. */
export function isSecret(given: unknown, secret: string): boolean {
  if (typeof given !== 'string') return false;
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
