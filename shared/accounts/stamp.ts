import { createHash } from 'node:crypto';

/** Stands for the version of a row that counts none: it is made of what can be changed of it. */
export function stampOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22);
}
