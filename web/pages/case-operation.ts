import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';

/**
 * The operation that a form is, by the name that it was shown with: sent twice, it is one. What was typed belongs to it,
 * since one may go back and type something else.
 */
export function operationIn({ operation, _csrf, ...typed }: Record<string, unknown>): string {
  const name = z.uuid().safeParse(operation).data ?? randomUUID();
  const asked = createHash('sha256').update(JSON.stringify(typed)).digest('base64url').slice(0, 22);
  return `job:${name}:${asked}`;
}
