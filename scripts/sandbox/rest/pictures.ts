import { createHash } from 'node:crypto';

/** Pictures are sent as data, and known by their hashes from then on. */
export function pictureHash(data: string): string {
  return createHash('md5').update(data).digest('hex');
}
