import { fold, isAscii } from './fold.ts';
import { dropTracking } from './tracking.ts';

/** What a message is compared by. */
export interface Fingerprint {
  /** 16 hexadecimal digits; null for an empty text without attachments. */
  hash: string | null;
  /** Characters of the text behind it: folded, repeated ones once, without punctuation at its end. */
  length: number;
}

/** What an attachment contributes: the same file again has the same size and type, whatever its name. */
export interface Attached {
  size: number;
  type: string | null;
}

/**
 * The 64-bit fingerprint of a message (product §3). It is stable: traces keep it for days, processes compare it. Two lanes of
 * 32 bits, because plain numbers are all that is fast here; it keeps accidents apart, and is no secret.
 */
export function fingerprintOf(text: string, attachments: readonly Attached[] = []): Fingerprint {
  return fingerprintOfFolded(isAscii(text) ? text : fold(text), attachments);
}

/** The same of a text that is folded already, or ASCII as it was written. */
export function fingerprintOfFolded(text: string, attachments: readonly Attached[]): Fingerprint {
  const lanes: Lanes = { one: 0x9e3779b9, two: 0x85ebca6b };
  const length = addText(lanes, dropTracking(text));
  if (length === 0 && attachments.length === 0) return { hash: null, length };
  if (attachments.length > 0) addAttachments(lanes, attachments);
  return { hash: hexOf(lanes, length), length };
}

interface Lanes {
  one: number;
  two: number;
}

const space = 32;

/** Adds what the text comes down to, and says how long that is. */
function addText(lanes: Lanes, text: string): number {
  let { one, two } = lanes;
  let length = 0;
  let last = space; // white space at the beginning counts as repeated
  const end = endOf(text);
  for (let i = 0; i < end; i++) {
    let code = text.charCodeAt(i);
    if (code < 128) code = ascii[code] ?? code;
    else if (code >= 0xd800 && code < 0xdc00) {
      code = text.codePointAt(i) ?? code;
      if (code > 0xffff) i++;
    }
    if (code === last) continue;
    last = code;
    one = mix(one, code, 0xcc9e2d51);
    two = mix(two, code, 0x1b873593);
    length++;
  }
  lanes.one = one;
  lanes.two = two;
  return length;
}

/** Where punctuation and white space begin that stand at the end; a text of nothing else ends where its white space does. */
function endOf(text: string): number {
  let end = text.length;
  while (end > 0 && !isWord(text.charCodeAt(end - 1))) end--;
  if (end > 0) return end;
  end = text.length;
  while (end > 0 && (ascii[text.charCodeAt(end - 1)] ?? 0) === space) end--;
  return end;
}

/** In whatever order they came. */
function addAttachments(lanes: Lanes, attachments: readonly Attached[]): void {
  const texts = attachments.map(({ size, type }) => `${size} ${type?.split(';', 1)[0]?.toLowerCase() ?? ''}`);
  for (const text of texts.sort()) {
    lanes.one = mix(lanes.one, 0x110000, 0xcc9e2d51); // no character: begins an attachment
    lanes.two = mix(lanes.two, 0x110000, 0x1b873593);
    for (let i = 0; i < text.length; i++) {
      lanes.one = mix(lanes.one, text.charCodeAt(i), 0xcc9e2d51);
      lanes.two = mix(lanes.two, text.charCodeAt(i), 0x1b873593);
    }
  }
}

/** A step of MurmurHash3. */
function mix(hash: number, value: number, factor: number): number {
  const mixed = hash ^ Math.imul(value, factor);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function hexOf({ one, two }: Lanes, length: number): string {
  const high = finish(one ^ Math.imul(two, 0x9e3779b1) ^ length);
  const low = finish(two ^ Math.imul(high, 0x85ebca77));
  return eightDigits(high) + eightDigits(low);
}

/** In one piece: many times faster than `toString(16)`, and this is done for every message. */
function eightDigits(n: number): string {
  return String.fromCharCode(
    digit(n >>> 28),
    digit(n >>> 24),
    digit(n >>> 20),
    digit(n >>> 16),
    digit(n >>> 12),
    digit(n >>> 8),
    digit(n >>> 4),
    digit(n),
  );
}

/** The character code of the last hexadecimal digit. */
function digit(n: number): number {
  const value = n & 15;
  return value < 10 ? 48 + value : 87 + value;
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function isWord(code: number): boolean {
  return code < 128 ? asciiWord[code] === 1 : !punctuation.test(String.fromCharCode(code));
}

const punctuation = /[\p{P}\p{Z}]/u;

/** Lower case, white space as a space. */
const ascii = Uint8Array.from({ length: 128 }, (_, code) =>
  code <= space || code === 127 ? space : String.fromCharCode(code).toLowerCase().charCodeAt(0),
);
const asciiWord = Uint8Array.from({ length: 128 }, (_, code) =>
  /[a-z0-9]/i.test(String.fromCharCode(code)) ? 1 : 0,
);
