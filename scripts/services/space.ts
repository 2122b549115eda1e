import { statfs } from 'node:fs/promises';
import { Problem } from './problem.ts';

const MiB = 1024 * 1024;
const least = 200 * MiB; // an empty database with its write-ahead log takes about 60, Redis rewrites its log beside the old one

/** A database that runs out of space stops in the middle of things: better not to start it. */
export async function requireSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= least) return;
  throw new Problem(
    `Only ${Math.floor(free / MiB)} MiB are free on the disk of ${folder}; ${least / MiB} are needed. Free some space, or set DATA_DIR to a folder on another disk.`,
  );
}
