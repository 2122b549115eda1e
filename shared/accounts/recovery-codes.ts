import { createHash, randomBytes } from 'node:crypto';

const codes = 10;
/** No letter or digit that is easily taken for another; 32 of them, so that a byte picks evenly. */
const letters = 'abcdefghjkmnpqrstuvwxyz023456789';
const length = 16; // 80 bits: nobody finds them from their hashes

/** What lets in once each where the second factor is lost: `abcd-efgh-jkmn-pqrs`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: codes }, newCode);
}

/** As it is kept. However it was typed: case, spaces and dashes do not count. */
export function hashRecoveryCode(code: string): string {
  const plain = code.toLowerCase().replace(/[\s-]/g, '');
  return createHash('sha256').update(plain).digest('hex');
}

function newCode(): string {
  const drawn = [...randomBytes(length)].map((byte) => letters[byte % letters.length]);
  return drawn.join('').replace(/.{4}(?=.)/g, '$&-');
}
