import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Where all code is. */
export const folders = ['shards', 'workers', 'web', 'shared', 'scripts'];
const singles = ['knexfile.ts', 'tsconfig.json', 'tsconfig.client.json', 'package.json'];

/**
 * Brings `dist` up to date: compiles the TypeScript, copies what goes with it (Lua, Pug, static files). Does nothing
 * when the sources are those of the last build. Answers whether `dist` can be run.
 */
export function build(root, say = console.log) {
  const sources = listSources(root);
  const print = fingerprint(root, sources);
  if (readStamp(root) === print) return true;
  say('Building …');
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const compiler = fileURLToPath(import.meta.resolve('typescript/package.json'));
  const tsc = join(dirname(compiler), 'bin', 'tsc');
  const projects = [root, join(root, 'tsconfig.client.json')]; // all code; the types of what others import
  for (const project of projects) {
    const { status } = spawnSync(process.execPath, [tsc, '-p', project], { cwd: root, stdio: 'inherit' });
    if (status !== 0) return false;
  }
  for (const file of sources.filter((path) => path.includes(sep) && !path.endsWith('.ts'))) copy(root, file);
  writeFileSync(stampOf(root), print);
  return true;
}

/** Whether `dist` is what the sources are now. */
export function isBuilt(root) {
  return readStamp(root) === fingerprint(root, listSources(root));
}

const stampOf = (root) => join(root, 'dist', '.sources');

function readStamp(root) {
  return existsSync(stampOf(root)) ? readFileSync(stampOf(root), 'utf8') : undefined;
}

function listSources(root) {
  const inside = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  );
  return [...inside, ...singles.filter((name) => existsSync(join(root, name)))].sort();
}

/** Of contents rather than times, which a checkout or a copy changes. */
function fingerprint(root, sources) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0]);
  for (const file of sources) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function copy(root, file) {
  const target = join(root, 'dist', file);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(join(root, file), target);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = build(dirname(import.meta.dirname)) ? 0 : 1;
}
