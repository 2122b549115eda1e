import { RE2JS } from 're2js';
import { literalsOf } from './pattern-literals.ts';

export const mostPatterns = 25; // product: of a guild, over all its rules
export const longestPattern = 1_000; // characters
/** Steps of a compiled pattern: what a hostile text can cost grows with them times its length. */
export const largestProgram = 500;
const memory = 192 * 1024; // bytes per pattern for the states that the engine remembers; far less thrashes, more takes longer to give up

export interface PatternOptions {
  caseSensitive?: boolean;
}

/** A text in the forms that patterns look at (content.ts). */
export interface Searched {
  readonly raw: string;
  readonly plain: string;
  /** The two with their case folded, where literals are looked for. */
  readonly lower: string;
  readonly plainLower: string;
}

/** RE2's engine for a pattern: linear in the text whatever the pattern. Throws for one that it does not take. */
export function compile(pattern: string, { caseSensitive = false }: PatternOptions = {}): RE2JS {
  const engine = RE2JS.compile(pattern, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);
  const automaton = engine.re2().dfa; // its own bound is 8 MB a pattern, which guilds times patterns must not reach
  automaton.stateBudget = memory;
  automaton.memBudget = memory;
  return engine;
}

/** A list of patterns, each compiled when a text first holds what it needs. Keep it as long as the rule's version lives. */
export class Patterns {
  private readonly list: { pattern: string; literals: readonly string[] | null; engine: RE2JS | null }[];
  private readonly options: PatternOptions;

  constructor(patterns: readonly string[], options: PatternOptions = {}) {
    this.options = options;
    this.list = patterns.map((pattern) => ({ pattern, literals: literalsOf(pattern), engine: null }));
  }

  get count(): number {
    return this.list.length;
  }

  /** The first pattern that finds a match in the text as it is written or in its plain form; -1 for none. */
  find(text: Searched): number {
    const other = text.plain !== text.raw;
    for (let i = 0; i < this.list.length; i++) {
      if (this.matches(i, text.raw, text.lower)) return i;
      if (other && this.matches(i, text.plain, text.plainLower)) return i;
    }
    return -1;
  }

  private matches(index: number, text: string, lower: string): boolean {
    const entry = this.list[index];
    if (!entry || (entry.literals && !holdsOne(lower, entry.literals))) return false;
    entry.engine ??= compile(entry.pattern, this.options);
    return entry.engine.test(text);
  }
}

function holdsOne(text: string, literals: readonly string[]): boolean {
  for (let i = 0; i < literals.length; i++) if (text.includes(literals[i] ?? '')) return true;
  return false;
}
