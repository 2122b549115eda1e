import { randomBytes } from 'node:crypto';
import { seal, unseal } from '../accounts/seal.ts';

const mark = 'whsec_';
const bytes = 32;

/** As Standard Webhooks writes them (standardwebhooks.com): the key is what follows the mark, in base64. */
export function newSecret(): string {
  return `${mark}${randomBytes(bytes).toString('base64')}`;
}

export function keyOf(secret: string): Buffer {
  return Buffer.from(secret.slice(mark.length), 'base64');
}

/** Signing needs the secret itself, so it is kept; what is in the database opens only with SECRET. */
export function sealSecret(systemSecret: string, secret: string): string {
  return seal(lockOf(systemSecret), secret);
}

/** Undefined where it was sealed under another SECRET. */
export function openSecret(systemSecret: string, sealed: string): string | undefined {
  return unseal(lockOf(systemSecret), sealed);
}

function lockOf(secret: string) {
  return { secret, purpose: 'webhook secrets', owner: '' };
}
