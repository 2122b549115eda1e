/** What JSON.parse lets through, and a client is told of: data it did not mean to send, or would not get back. */
export type JsonFault =
  | { is: 'deep' }
  | { is: 'malformed' }
  | { is: 'repeated'; key: string }
  | { is: 'reserved'; key: string };

const deepest = 32; // levels of arrays and objects
/**
 * Strings and what stands between values; numbers, words and spaces are no concern here. A string that nothing ends
 * reaches to the end of the text: were it no token, each quote in it would be tried anew, in quadratic time.
 */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|[{}[\]:]/gs;
/** Keys that would reach into JavaScript's own objects. */
const reserved = new Set(['__proto__']);

/** Reads JSON text: no deeper than 32, and no object with the same key twice (RFC 8259 leaves their meaning open). */
export function parseJson(text: string): { is: 'parsed'; value: unknown } | JsonFault {
  const fault = scan(text);
  if (fault?.is === 'deep') return fault;
  try {
    const value: unknown = JSON.parse(text);
    return fault ?? { is: 'parsed', value };
  } catch {
    return { is: 'malformed' };
  }
}

/** Trusts nothing about the text: what it finds in malformed JSON does not matter. */
function scan(text: string): JsonFault | undefined {
  const open: Set<string>[] = [];
  let last = '';
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{' || token === '[') {
      open.push(new Set());
      if (open.length > deepest) return { is: 'deep' };
    } else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const key = decode(last);
      if (reserved.has(key)) return { is: 'reserved', key };
      if (open.at(-1)?.has(key)) return { is: 'repeated', key };
      open.at(-1)?.add(key);
    }
    last = token;
  }
  return undefined;
}

/** `"a"` and `"\u0061"` are one key. */
function decode(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token;
  }
}
