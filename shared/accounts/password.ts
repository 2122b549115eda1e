import { createHash, randomBytes } from 'node:crypto';
import { compare, hash } from 'bcrypt';
import { isTooLong, normalize } from './rules.ts';

const cost = 12; // about 260 ms on one core
/** A bcrypt hash of that cost that no password has: unknown names take as long to refuse as known ones. */
const nobody = `$2b$${cost}$${'.'.repeat(53)}`;

export function hashPassword(password: string): Promise<string> {
  return hash(normalize(password), cost);
}

/** Always takes the time of one comparison, whether there is such an account or not. */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  const text = normalize(password);
  const matches = await compare(text, stored ?? nobody);
  return matches && stored !== undefined && !isTooLong(text);
}

/** 120 random bits, readable aloud if need be. */
export function generatePassword(): string {
  return randomBytes(15).toString('base64url');
}

/** Changes with the password: sessions carry it, so that a changed password ends all others. */
export function fingerprintOf(passwordHash: string): string {
  return createHash('sha256').update(passwordHash).digest('base64url').slice(0, 22);
}
