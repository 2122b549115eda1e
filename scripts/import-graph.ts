import { posix } from 'node:path';
import { lineAt, type SourceText, separate } from './source-text.ts';

export interface Source {
  /** From the root of the checkout, with slashes. */
  path: string;
  text: string;
}

export interface Import {
  from: string;
  /** A file of the checkout, from its root. */
  to: string;
  line: number;
  /** Gone after compilation. */
  isType: boolean;
}

const statement = /\b(import|export)\s+(type\b(?!\s*(?:,|from\b))\s*)?(?:[\w$*{}\s,]*?\bfrom\s*)?(['"])/g;
const call = /\bimport\s*\(\s*(['"])/g;

/** What a file imports of the checkout's own, in whatever form: static, re-exported, dynamic, or as a type. */
export function readImports({ path, text }: Source): Import[] {
  const separated = separate(text);
  const { code } = separated;
  const found = [
    ...[...code.matchAll(statement)].map((match) => ({ match, isType: match[2] !== undefined })),
    ...[...code.matchAll(call)].map((match) => ({ match, isType: isTypePosition(code, match.index) })),
  ];
  return found.flatMap(({ match, isType }) => {
    const target = targetOf(path, separated, match.index + match[0].length - 1);
    return target ? [{ from: path, to: target, line: lineAt(text, match.index), isType }] : [];
  });
}

function targetOf(path: string, { strings }: SourceText, quote: number): string | undefined {
  const specifier = strings.get(quote);
  if (!specifier?.startsWith('.')) return undefined;
  return posix.join(posix.dirname(path), specifier);
}

/** `typeof import('…')` and `x: import('…').Y` name a type; a call stands behind other things. */
function isTypePosition(code: string, position: number): boolean {
  return /(?:\btypeof|[:<|&])\s*$/.test(code.slice(Math.max(0, position - 40), position));
}

/** Groups of files that import each other in a circle, at run time; type imports are gone by then. */
export function findCycles(imports: readonly Import[]): Import[][] {
  const edges = new Map<string, Import[]>();
  for (const edge of imports) if (!edge.isType) edges.set(edge.from, [...(edges.get(edge.from) ?? []), edge]);
  const done = new Set<string>();
  const cycles: Import[][] = [];
  const visit = (file: string, trail: readonly Import[]) => {
    const start = trail.findIndex(({ from }) => from === file);
    if (start >= 0) cycles.push(trail.slice(start));
    if (start >= 0 || done.has(file)) return;
    for (const edge of edges.get(file) ?? []) visit(edge.to, [...trail, edge]);
    done.add(file);
  };
  for (const file of edges.keys()) visit(file, []);
  return cycles;
}
