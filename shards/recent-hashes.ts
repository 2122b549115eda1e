import { randomInt } from 'node:crypto';

const ways = 8; // keys of a set; the least used of a full set is forgotten

/** A hash of a text for each of the keys that were used most recently. */
export interface RecentHashes {
  /** What is known of the key; it counts as used. */
  ask(key: string, text: () => string): 'same' | 'another' | 'unknown';
  set(key: string, text: string): void;
  clear(): void;
}

/**
 * Remembers at most `most` keys, a power of two, in 16 bytes each: two blocks outside the heap, which collecting garbage
 * never looks at, and which take no memory before they are used. Texts pass for the same with a chance of 2^-53; of
 * 100,000 keys, two are taken for one with a chance of 10^-6.
 */
export function openRecentHashes(most: number): RecentHashes {
  const sets = most / ways;
  if (!Number.isInteger(Math.log2(sets))) throw new RangeError(`${most} is not a power of two`);
  const keys = new Float64Array(most);
  const hashes = new Float64Array(most);
  const seed = randomInt(2 ** 32); // so that nobody can look for texts that pass for the same

  /** The place of the key, which becomes the first of its set; -1 where it is not known. */
  function find(hash: number): number {
    const start = startOf(hash);
    const place = keys.subarray(start, start + ways).indexOf(hash);
    if (place > 0) moveToFront(start, place, hash, hashes[start + place] ?? 0);
    return place === -1 ? -1 : start;
  }

  function startOf(hash: number): number {
    return (hash & (sets - 1)) * ways;
  }

  function moveToFront(start: number, place: number, key: number, hash: number): void {
    keys.copyWithin(start + 1, start, start + place);
    hashes.copyWithin(start + 1, start, start + place);
    keys[start] = key;
    hashes[start] = hash;
  }

  return {
    ask(key, text) {
      const place = find(hashOf(key, seed));
      if (place === -1) return 'unknown';
      return hashes[place] === hashOf(text(), seed) ? 'same' : 'another';
    },
    set(key, text) {
      const hash = hashOf(key, seed);
      const place = find(hash);
      if (place === -1) moveToFront(startOf(hash), ways - 1, hash, hashOf(text, seed));
      else hashes[place] = hashOf(text, seed);
    },
    clear() {
      keys.fill(0);
      hashes.fill(0);
    },
  };
}

/** 53 bits (cyrb53: two lanes of the kind of MurmurHash), never 0, which stands for an empty place. */
function hashOf(text: string, seed: number): number {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0) || 1;
}
