import { addressOf } from '../core/address.ts';
import { hideSecrets } from './hide-secrets.ts';
import type { Logged } from './logged.ts';
import { placeOf } from './place.ts';

const longest = { message: 2_000, stack: 8_000, fact: 300, name: 100 }; // characters
const mostFacts = 20;
const longestSecret = 2_200; // characters that hide-secrets.ts has to see whole

/** An error as it is stored and shown to staff: cut, without secrets, and in characters that Postgres takes. */
export interface Kept {
  type: string;
  code: string | null;
  message: string;
  stack: string | null;
  place: string;
  facts: Record<string, string | number | boolean>;
}

export function keep({ type, code, message, stack, facts: given }: Logged): Kept {
  const facts = factsOf(given);
  return {
    type: storable(type, longest.name),
    code: code && storable(code, longest.name),
    message: storable(message, longest.message),
    stack: stack && storable(stack, longest.stack),
    place: placeOf(facts),
    facts,
  };
}

/** Of whom and where: what is stored even of those that are not kept whole. */
export function keepBrief({ process, told, ip }: Logged): {
  process: string;
  told: string | null;
  ip: string | null;
} {
  const id = told ? storable(told, longest.name) : null;
  return { process: storable(process, longest.name), told: id, ip: addressOf(ip) };
}

function factsOf(given: Record<string, unknown>): Kept['facts'] {
  const facts = Object.entries(given).flatMap(([name, value]): [string, string | number | boolean][] => {
    if (value === undefined || value === null || value === '') return [];
    if (typeof value === 'number' || typeof value === 'boolean') return [[name, value]];
    return [[name, storable(typeof value === 'string' ? value : wordsOf(value), longest.fact)]];
  });
  return Object.fromEntries(facts.slice(0, mostFacts));
}

/** As JSON, in which what cannot be stored stands as an escape. */
function wordsOf(value: unknown): string {
  return JSON.stringify(value).replace(/\\u(0000|d[89a-f][\da-f]{2})/g, '');
}

/** Without NUL and halves of surrogate pairs. Secrets go first: of half a token nobody sees that it is one. */
function storable(text: string, most: number): string {
  const isLong = text.length > most + longestSecret;
  const read = text.slice(0, most + longestSecret).replaceAll('\0', '');
  const shown = hideSecrets(read).slice(0, isLong ? -longestSecret : undefined); // the end may be half a secret
  const cut = isLong || shown.length > most ? `${shown.slice(0, most - 1)}…` : shown;
  return cut.replace(/\p{Surrogate}/gu, '\uFFFD');
}
