import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Problem } from './problem.ts';
import type { Say } from './service.ts';

const run = promisify(execFile);

export function hasApt(): boolean {
  return existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg-deb');
}

/**
 * Unpacks the distribution's Redis into `target`, without root and without installing it: the package redis-tools
 * holds the server under the name redis-check-rdb. The folder appears whole or not at all.
 */
export async function unpackDebianRedis(target: string, say: Say): Promise<void> {
  say(
    'No redis-server or valkey-server on PATH: fetching Redis from the distribution (nothing is installed).',
  );
  mkdirSync(dirname(target), { recursive: true });
  const work = mkdtempSync(`${target}-`);
  try {
    const tree = join(work, 'tree');
    for (const file of await download(work)) await run('dpkg-deb', ['-x', file, tree]);
    symlinkSync('redis-check-rdb', join(tree, 'usr', 'bin', 'redis-server'));
    replaceFolder(target, tree, work);
  } catch (error) {
    throw new Problem(
      `Redis could not be fetched with apt-get. Check the network, or install it (apt-get install redis-server), or set REDIS_URL.\n${reasonOf(error)}`,
      { cause: error },
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Two that do this at once both end with a whole folder: the second replaces the first's, which is the same. */
function replaceFolder(target: string, tree: string, work: string): void {
  if (existsSync(target)) renameSync(target, join(work, 'unusable'));
  renameSync(tree, target);
}

/** With the package lists of the system where they serve, otherwise with fresh ones in a folder of our own. */
async function download(work: string): Promise<string[]> {
  const folder = join(work, 'packages');
  mkdirSync(folder);
  try {
    await fetchPackages(folder, []);
  } catch {
    const options = privateLists(work);
    await run('apt-get', [...options, '-q', 'update']);
    await fetchPackages(folder, options);
  }
  return readdirSync(folder).map((name) => join(folder, name));
}

function privateLists(work: string): string[] {
  for (const name of ['lists/partial', 'archives/partial']) mkdirSync(join(work, name), { recursive: true });
  return [
    `Dir::State::lists=${join(work, 'lists')}`,
    `Dir::Cache=${work}`,
    `Dir::Cache::archives=${join(work, 'archives')}`,
    // as root, apt would otherwise become a user who cannot write here
    ...(process.getuid?.() === 0 ? ['APT::Sandbox::User=root'] : []),
  ].flatMap((option) => ['-o', option]);
}

async function fetchPackages(folder: string, options: readonly string[]): Promise<void> {
  const names = await missing(['redis-tools'], options);
  await run('apt-get', [...options, '-q', 'download', ...names], { cwd: folder });
}

/** The packages with all that they depend on, except what the system already has. */
async function missing(roots: readonly string[], options: readonly string[]): Promise<string[]> {
  const wanted = new Set(roots);
  for (const name of wanted) {
    const { stdout } = await run('apt-cache', [...options, 'show', '--no-all-versions', name]);
    const depends = /^Depends: (.*)$/m.exec(stdout)?.[1] ?? '';
    for (const clause of depends.split(',')) {
      const library = clause.trim().split(/[\s:|(]/)[0];
      if (library?.startsWith('lib') && !(await isInstalled(library))) wanted.add(library);
    }
  }
  return [...wanted];
}

async function isInstalled(name: string): Promise<boolean> {
  return run('dpkg-query', ['-s', name])
    .then(({ stdout }) => stdout.includes('Status: install ok installed'))
    .catch(() => false);
}

function reasonOf(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  return (said || String(error)).split('\n').slice(-3).join('\n');
}
