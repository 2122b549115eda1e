import { CST, isScalar, Lexer, Parser, parseDocument, visit } from 'yaml';

/** Bytes of a file, whatever its form: lists as long as a guild may have them take several hundred kB. */
export const largestFile: number = 1024 * 1024;
const mostTokens = 120_000; // names, values, signs and spaces: the parser takes up to ten seconds for a million
const mostAliases = 50; // an export has none; more are how a small text becomes a huge one
const deepest = 32; // levels of lists and objects, as in JSON that the API reads

type Read = { is: 'read'; value: unknown } | { is: 'broken'; why: string };

/** Reads YAML, of which JSON is a part, that nobody vouches for: no tags, no key twice, few aliases, 32 levels, 120,000 tokens and 1 MB at most. */
export function readYaml(text: string): Read {
  if (Buffer.byteLength(text) > largestFile)
    return { is: 'broken', why: 'The file is too large: 1 MB is the most.' };
  if (text.trim() === '') return { is: 'broken', why: 'There is nothing in it.' };
  try {
    return excessOf(text) ?? read(text);
  } catch (error) {
    return { is: 'broken', why: error instanceof Error ? error.message : 'It could not be read.' };
  }
}

/**
 * Looks at the parser's own stack after each token, and goes no further than it must: what composes a document calls
 * itself for every level, as does the parser where many levels end at once, and an overflow in there may take the
 * process with it.
 */
function excessOf(text: string): Read | undefined {
  const parser = new Parser();
  let tokens = 0;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > mostTokens)
      return {
        is: 'broken',
        why: 'It has too many lines and values to be read at once: import it in parts.',
      };
    for (const _ of parser.next(token)); // nothing happens unless it is asked for
    if (parser.stack.filter(CST.isCollection).length > deepest)
      return { is: 'broken', why: `It is nested too deeply: ${deepest} levels are the most.` };
  }
  return undefined;
}

function read(text: string): Read {
  const document = parseDocument(text, {
    schema: 'core',
    stringKeys: true,
    intAsBigInt: true,
    prettyErrors: false, // these and the library's own search for twins take a minute for a few bad kilobytes
    uniqueKeys: false,
  });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) return { is: 'broken', why: `Line ${lineAt(text, fault.pos[0])}: ${fault.message}` };
  const twin = findTwin(document);
  if (twin)
    return { is: 'broken', why: `Line ${lineAt(text, twin.at)}: the name ${twin.name} is there twice.` };
  return { is: 'read', value: withoutBigInts(document.toJS({ maxAliasCount: mostAliases })) };
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

/** A name that an object has twice: of two values one would be lost. */
function findTwin(document: ReturnType<typeof parseDocument>): { name: string; at: number } | undefined {
  let twin: { name: string; at: number } | undefined;
  visit(document, {
    Map(_key, { items }) {
      const names = new Set<string>();
      for (const { key } of items) {
        const name = isScalar(key) ? String(key.value) : '';
        if (names.has(name)) twin = { name, at: (isScalar(key) && key.range?.[0]) || 0 };
        names.add(name);
      }
      return twin ? visit.BREAK : undefined;
    },
  });
  return twin;
}

/** An id without quotes is still that id: as a number it would have lost its last digits. */
function withoutBigInts(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (Array.isArray(value)) return value.map(withoutBigInts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutBigInts(entry)]));
}
