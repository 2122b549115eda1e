/**
 * What a text must contain for a pattern to match: one of these, in lower case as `foldCase` makes it; null where nothing
 * short can be said. `indexOf` is many times faster than any engine, and most messages have none of them. The pattern is a valid
 * one (pattern-check.ts); what is not understood here counts as anything at all.
 */
export function literalsOf(pattern: string): readonly string[] | null {
  const reader = new Reader(pattern);
  return needed(reader.alternatives());
}

/** The case of a text folded so that all that RE2 holds for the same letter is one, for the letters that `letter` lets through. */
export function foldCase(text: string): string {
  return special.test(text) ? text.toUpperCase().toLowerCase() : text.toLowerCase();
}

const special = /[^\x20-\x7e\s]/;
const mostStrings = 16;
const longest = 32;
const shortest = 2; // one letter is in nearly every text

/** All that a part can match, or else strings of which every match contains one, or else neither. */
interface Part {
  exact: readonly string[] | null;
  needed: readonly string[] | null;
}

const anything: Part = { exact: null, needed: null };
const empty: Part = { exact: [''], needed: null };

function needed({ exact, needed }: Part): readonly string[] | null {
  return better(needed, exact);
}

/** The set whose shortest string is longer: it lets fewer texts through. */
function better(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  const [of, other] = [strength(a), strength(b)];
  if (of < shortest && other < shortest) return null;
  return of >= other ? a : b;
}

function strength(strings: readonly string[] | null): number {
  return strings && strings.length > 0 ? Math.min(...strings.map(({ length }) => length)) : 0;
}

function either(parts: readonly Part[]): Part {
  const exact = joined(parts.map((part) => part.exact));
  if (exact) return { exact, needed: null };
  return { exact: null, needed: joined(parts.map(needed)) };
}

function joined(sets: readonly (readonly string[] | null)[]): readonly string[] | null {
  const all = new Set<string>();
  for (const set of sets) {
    if (!set) return null;
    for (const each of set) all.add(each);
  }
  return all.size <= mostStrings ? [...all] : null;
}

/** One part after the other; what cannot be spelled out any more is left to what is needed of it. */
function sequence(parts: readonly Part[]): Part {
  let best: readonly string[] | null = null;
  let whole = true;
  let run: readonly string[] = [''];
  for (const part of parts) {
    const longer = part.exact && product(run, part.exact);
    if (longer) {
      run = longer;
      continue;
    }
    whole = false;
    best = better(best, run);
    best = better(best, part.needed);
    run = part.exact ?? [''];
  }
  return whole ? { exact: run, needed: null } : { exact: null, needed: better(best, run) };
}

function product(before: readonly string[], after: readonly string[]): readonly string[] | null {
  if (before.length * after.length > mostStrings) return null;
  const all = before.flatMap((first) => after.map((second) => first + second));
  return all.every(({ length }) => length <= longest) ? all : null;
}

function repeated(part: Part, least: number, most: number): Part {
  if (most === 0) return empty;
  if (least === 1 && most === 1) return part;
  if (least === 0) return most === 1 && part.exact ? either([part, empty]) : anything;
  if (least === most && least <= longest) return sequence(Array.from({ length: least }, () => part));
  return { exact: null, needed: needed(part) };
}

/** The same for every letter that RE2 holds for the same as this one; undefined for letters of which that is not certain. */
function letter(sign: string): string | undefined {
  if (sign <= '\x7f') return sign.toLowerCase();
  if (/^[À-ÖØ-ÞŸà-öø-þЀ-џ]$/u.test(sign) && sign !== 'Ÿ') return sign.toLowerCase();
  return /^\p{Lo}$/u.test(sign) ? sign : undefined;
}

function literal(code: number): Part {
  const same = letter(String.fromCodePoint(code));
  return same === undefined ? anything : { exact: [same], needed: null };
}

const controls: Record<string, number> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

class Reader {
  readonly pattern: string;
  at = 0;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  /** Up to the end, or to the bracket that closes the group. */
  alternatives(): Part {
    const parts = [this.branch()];
    while (this.take(/\|/y)) parts.push(this.branch());
    return either(parts);
  }

  branch(): Part {
    const parts: Part[] = [];
    while (this.at < this.pattern.length && !/[|)]/.test(this.pattern.charAt(this.at))) {
      const quoted = this.take(/\\Q([\s\S]*?)(?:\\E|$)/y);
      if (quoted) {
        const signs = [...(quoted[1] ?? '')].map((sign) => literal(sign.codePointAt(0) ?? 0));
        const last = signs.pop();
        parts.push(...signs);
        if (last) parts.push(this.repetition(last));
        continue;
      }
      parts.push(this.repetition(this.atom()));
    }
    return sequence(parts);
  }

  repetition(part: Part): Part {
    const sign = this.take(/(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/y);
    if (!sign) return part;
    const [text, from, comma, to] = sign;
    if (from !== undefined) {
      const least = Number(from);
      return repeated(part, least, comma ? (to ? Number(to) : Number.POSITIVE_INFINITY) : least);
    }
    if (text.startsWith('?')) return repeated(part, 0, 1);
    return repeated(part, text.startsWith('+') ? 1 : 0, Number.POSITIVE_INFINITY);
  }

  atom(): Part {
    if (this.take(/\(\?[imsU-]+\)/y)) return empty; // flags: case is folded anyway, the others change no literal
    if (this.take(/\((?:\?P?<\w+>|\?[imsU-]*:)?/y)) {
      const inside = this.alternatives();
      this.take(/\)/y);
      return inside;
    }
    if (this.take(/[\^$]|\\[AbBz]/y)) return empty;
    const set = this.take(
      /\[(\^?)(\]?(?:\\[pP]\{[^}]*\}|\\x\{[^}]*\}|\\[\s\S]|\[:\^?[a-z]+:\]|[^\]\\])*)\]/y,
    );
    if (set) return set[1] ? anything : oneOf(set[2] ?? '');
    if (this.take(/\.|\\[pP](?:\{[^}]*\}|[\s\S])|\\[dDsSwW]/y)) return anything;
    const hex = this.take(/\\x(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/y);
    if (hex) return literal(Number.parseInt(hex[1] ?? hex[2] ?? '', 16));
    const octal = this.take(/\\([0-7]{1,3})/y);
    if (octal) return literal(Number.parseInt(octal[1] ?? '', 8));
    const escaped = this.take(/\\([\s\S])/y)?.[1];
    if (escaped) return literal(controls[escaped] ?? escaped.charCodeAt(0));
    const code = this.pattern.codePointAt(this.at) ?? 0;
    this.at += code > 0xffff ? 2 : 1;
    return literal(code);
  }

  take(what: RegExp): RegExpExecArray | null {
    what.lastIndex = this.at;
    const found = what.exec(this.pattern);
    if (found) this.at = what.lastIndex;
    return found;
  }
}

/** A set of a few plain signs. */
function oneOf(set: string): Part {
  const signs = [...set];
  if (signs.length > 4 || /[\\[-]/.test(set)) return anything;
  return either(signs.map((sign) => literal(sign.codePointAt(0) ?? 0)));
}
