import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Which key, made of SECRET, and what the sealed text belongs to: it opens with the same two only. */
interface Lock {
  secret: string;
  purpose: string;
  owner: string;
}

const version = 'v1';
const ivBytes = 12;
const tagBytes = 16;

/** Encrypts with AES-256-GCM, for texts that are kept where SECRET is not. */
export function seal(lock: Lock, text: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', keyOf(lock), iv).setAAD(Buffer.from(lock.owner));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `${version}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
}

/** Undefined for what was changed, belongs to another, or was sealed under another SECRET. */
export function unseal(lock: Lock, sealed: string): string | undefined {
  const [given, text = ''] = sealed.split('.');
  const bytes = Buffer.from(text, 'base64url');
  if (given !== version || bytes.length < ivBytes + tagBytes) return undefined;
  const opener = createDecipheriv('aes-256-gcm', keyOf(lock), bytes.subarray(0, ivBytes))
    .setAAD(Buffer.from(lock.owner))
    .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  try {
    return Buffer.concat([opener.update(bytes.subarray(ivBytes + tagBytes)), opener.final()]).toString(
      'utf8',
    );
  } catch {
    return undefined;
  }
}

function keyOf({ secret, purpose }: Lock): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
}
