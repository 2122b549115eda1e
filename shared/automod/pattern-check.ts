import { LRUCache } from 'lru-cache';
import { RE2JSException, RE2JSSyntaxException } from 're2js';
import type { z } from 'zod';
import { compile, largestProgram, longestPattern } from './pattern.ts';

/** Why a pattern is refused. `position` counts characters from 1; undefined where the whole of it is at fault. */
export interface PatternFault {
  message: string;
  position?: number;
}

/** What is wrong with a pattern, in words for whoever wrote it; undefined for a good one. */
export function checkPattern(pattern: string): PatternFault | undefined {
  if (pattern.trim() === '') return { message: 'an empty pattern would match every text' };
  if (pattern.length > longestPattern)
    return {
      message: `at most ${amount(longestPattern)} characters; this has ${amount(pattern.length)}`,
    };
  try {
    const size = compile(pattern).programSize();
    return size > largestProgram
      ? {
          message: `it grows to ${amount(size)} steps and at most ${amount(largestProgram)} are allowed: repeat less, or make two of it`,
        }
      : undefined;
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return faultOf(pattern, error);
    if (error instanceof RE2JSException) return { message: 'the engine cannot use it' };
    throw error;
  }
}

/** Of a schema: patterns in RE2's syntax, each refused with the character at which it stops making sense. */
export function checkPatterns({ value, issues }: z.core.ParsePayload<string[]>): void {
  for (const [index, pattern] of value.entries()) {
    if (good.has(pattern)) continue;
    const fault = checkPattern(pattern);
    if (!fault) {
      good.set(pattern, true);
      continue;
    }
    const { message, position } = fault;
    const sentence = position === undefined ? message : `at character ${position}: ${message}`;
    issues.push({ code: 'custom', message: sentence, params: { position }, path: [index], input: pattern });
  }
}

/** Workers read every guild's rules again and again, and to compile a pattern only to see that it compiles takes 0.3 ms. */
const good = new LRUCache<string, true>({ max: 10_000 }); // patterns of at most 1,000 characters

function faultOf(pattern: string, error: RE2JSSyntaxException): PatternFault {
  const index = indexOf(pattern, error);
  const rest = index === undefined ? '' : pattern.slice(index);
  const special = unsupported.find(({ begins }) => begins.test(rest));
  const message = special?.message ?? sentences[error.error] ?? 'this is not understood';
  return index === undefined ? { message } : { message, position: [...pattern.slice(0, index)].length + 1 };
}

/** What other engines have and RE2 leaves out, because it would not be linear. */
const unsupported = [
  {
    begins: /^\(\?<?[=!]/,
    message: 'look-around, such as (?=…) or (?<!…), is not supported: RE2 syntax has none',
  },
  {
    begins: /^(?:\\[1-9k]|\(\?P[=>])/,
    message: 'back-references, such as \\1, are not supported: RE2 syntax has none',
  },
  {
    begins: /^\(\?>/,
    message: 'atomic groups, (?>…), are not supported: nothing backtracks here, use (?:…)',
  },
  {
    begins: /^[*+?}]?\+/,
    message: 'this repeats a repetition; possessive signs as in a++ are not supported',
  },
  { begins: /^\(\?#/, message: 'comments, (?#…), are not supported' },
  { begins: /^\\u/, message: 'write \\x{…} with the hexadecimal digits instead of \\u' },
];

/** By the engine's own code of the error (re2js, `Parser.ERR_…`). */
const sentences: Record<string, string> = {
  'invalid character class range': 'this is no set or range of characters',
  'invalid escape sequence': 'this escape is not known',
  'invalid named capture': 'this is no name of a group; they look like (?P<name>…)',
  'invalid or unsupported Perl syntax': 'this kind of group is not supported',
  'invalid nested repetition operator': 'this repeats a repetition',
  'invalid repeat count':
    'it can be repeated at most 1,000 times in all, and from the smaller to the larger number',
  'missing closing ]': 'this [ is never closed',
  'missing closing )': 'this ( is never closed',
  'missing argument to repetition operator': 'there is nothing to repeat',
  'trailing backslash at end of expression':
    'a \\ at the end escapes nothing; write \\\\ for the sign itself',
  'duplicate capture group name': 'there is a group of this name already',
  'unexpected )': 'this ) closes nothing',
  'expression nests too deeply': 'its groups nest too deeply',
  'expression too large': 'it grows too large: repeat less',
};

/** Where it goes wrong. The engine tells what it did not like, not where: it is where a beginning of the pattern fails so. */
function indexOf(pattern: string, { error, input }: RE2JSSyntaxException): number | undefined {
  if (error === 'trailing backslash at end of expression') return pattern.length - 1;
  if (error === 'missing closing )') return openBracket(pattern);
  if (error === 'unexpected )') return firstIndex(pattern, ')', error, null);
  return input ? firstIndex(pattern, input, error, input) : undefined;
}

function firstIndex(pattern: string, part: string, error: string, input: string | null): number | undefined {
  for (let at = pattern.indexOf(part); at >= 0; at = pattern.indexOf(part, at + 1)) {
    const fault = syntaxFault(pattern.slice(0, at + part.length + 1)); // one more: `(?P` is fine before `<`
    if (fault?.error === error && (input === null || fault.input === input)) return at;
  }
  return undefined;
}

function syntaxFault(pattern: string): RE2JSSyntaxException | undefined {
  try {
    compile(pattern);
    return undefined;
  } catch (error) {
    return error instanceof RE2JSSyntaxException ? error : undefined;
  }
}

/** The last bracket that nothing closes. */
function openBracket(pattern: string): number | undefined {
  const open: number[] = [];
  const token = /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|\[:\^?[a-z]+:\]|[^\]\\])*\]|[()]/g;
  for (const { 0: sign, index } of pattern.matchAll(token)) {
    if (sign === '(') open.push(index);
    if (sign === ')') open.pop();
  }
  return open.at(-1);
}

function amount(count: number): string {
  return count.toLocaleString('en-US');
}
