import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findCycles, type Import, readImports, type Source } from './import-graph.ts';
import { refusal } from './import-rules.ts';
import { lineAt, separate } from './source-text.ts';

const folders = ['shards', 'workers', 'web', 'shared', 'scripts'];
const skipped = /^web\/(static\/|client\/operations\.ts$)/; // the browser's, and what is generated
const longest = 300; // lines of one file
const usual = 90; // median over all files

/** Everything that the sources do against the rules of their layout, as `file:line what to do`. */
export function checkSources(sources: readonly Source[]): string[] {
  const imports = sources.flatMap(readImports);
  return [
    ...imports.flatMap(checkDirection),
    ...findCycles(imports).map(describeCycle),
    ...sources.flatMap(checkLength),
    ...checkMedian(sources),
    ...sources.flatMap(checkAny),
  ];
}

function checkDirection({ from, to, line }: Import): string[] {
  const reason = refusal(from, to);
  return reason ? [`${from}:${line} do not import ${to}: ${reason}`] : [];
}

function describeCycle(cycle: readonly Import[]): string {
  const [first] = cycle;
  const circle = [...cycle.map(({ from }) => from), first?.from].join(' → ');
  return `${first?.from}:${first?.line} break the circle, moving what both need to a file of its own: ${circle}`;
}

function checkLength({ path, text }: Source): string[] {
  const lines = lengthOf(text);
  if (isTest(path) || lines <= longest) return [];
  return [`${path}:${longest + 1} split this file by role: it has ${lines} lines, ${longest} is the most`];
}

function checkMedian(sources: readonly Source[]): string[] {
  const lengths = sources
    .filter(({ path }) => !isTest(path))
    .map(({ path, text }) => ({ path, lines: lengthOf(text) }));
  const sorted = lengths.sort((a, b) => a.lines - b.lines);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (!middle || middle.lines <= usual) return [];
  return [
    `${sorted.at(-1)?.path}:1 split the long files: the median has ${middle.lines} lines, ${usual} is the most`,
  ];
}

/** Not the method of that name, nor a key or a parameter. */
const anyType = /(?<![.\w$])any(?![\w$]|\s*[:(]|\s*=[^>])/g;

function checkAny({ path, text }: Source): string[] {
  if (!path.endsWith('.ts')) return [];
  const { code } = separate(text);
  return [...code.matchAll(anyType)].map(
    ({ index }) =>
      `${path}:${lineAt(text, index)} name the type, or take unknown and parse it: any is not used here`,
  );
}

const isTest = (path: string) => path.endsWith('.test.ts');
const lengthOf = (text: string) => text.trimEnd().split('\n').length;

function readSources(root: string): Source[] {
  const inside = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const paths = [...inside, 'knexfile.ts', 'ecosystem.config.js'].map((path) => path.split(sep).join('/'));
  return paths
    .filter((path) => /\.(ts|js|cjs)$/.test(path) && !skipped.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = dirname(import.meta.dirname);
  const breaches = checkSources(readSources(root));
  for (const breach of breaches) process.stdout.write(`${relative(process.cwd(), join(root, breach))}\n`);
  process.exitCode = breaches.length > 0 ? 1 : 0;
}
