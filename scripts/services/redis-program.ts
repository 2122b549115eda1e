import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Problem } from './problem.ts';
import { hasApt, unpackDebianRedis } from './redis-debian.ts';
import type { Say } from './service.ts';

const run = promisify(execFile);

/** A program, and the environment it needs. */
export interface Program {
  program: string;
  env?: NodeJS.ProcessEnv;
}

const leastVersion = 7; // what the scripts and the queues are written for

/**
 * A Redis (or Valkey) server: the one on PATH, else one unpacked into `folder` from the distribution's packages,
 * without installing anything. Throws a `Problem` that names what to install.
 */
export async function findRedis({ folder, say }: { folder: string; say: Say }): Promise<Program> {
  for (const program of ['redis-server', 'valkey-server']) {
    if (await isUsable({ program })) return { program };
  }
  const unpacked = join(folder, 'redis');
  const kept = programIn(unpacked);
  if (await isUsable(kept)) return kept;
  if (hasApt()) await unpackDebianRedis(unpacked, say);
  if (await isUsable(kept)) return kept;
  throw new Problem(advice());
}

function programIn(unpacked: string): Program {
  const program = join(unpacked, 'usr', 'bin', 'redis-server');
  const libraries = ['usr/lib', 'lib'].flatMap((lib) => {
    const folder = join(unpacked, lib);
    return [join(folder, debianTriplet()), folder];
  });
  return { program, env: { ...process.env, LD_LIBRARY_PATH: libraries.join(':') } };
}

function debianTriplet(): string {
  return process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
}

async function isUsable({ program, env }: Program): Promise<boolean> {
  try {
    const { stdout } = await run(program, ['--version'], { env });
    return Number(/v=(\d+)/.exec(stdout)?.[1] ?? 0) >= leastVersion;
  } catch {
    return false;
  }
}

function advice(): string {
  const [line] = process.platform === 'darwin' ? ['brew install redis'] : ['dnf install redis (or valkey)'];
  return (
    `No Redis ${leastVersion} or newer was found. Either install one (${line}), or run one in a container and set ` +
    'REDIS_URL: docker run -d -p 127.0.0.1:6390:6379 redis:7, REDIS_URL=redis://127.0.0.1:6390'
  );
}
