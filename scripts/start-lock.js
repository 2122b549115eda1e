import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Plain JavaScript without dependencies: the lock is taken before packages are installed or anything is built, since
// both would pull the ground from under a cluster that runs.

/**
 * Claims the data directory for this process. Answers `{ owner, url }` where another start holds it, otherwise
 * `{ tell, release }`; what is told is the URL that a second start shows. A lock whose owner is gone (kill -9, power
 * cut) is taken over.
 */
export function takeLock(dataDir) {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'start.pid');
  for (;;) {
    try {
      place(file, `${process.pid}\n`, linkSync); // which refuses to replace another's
      return {
        tell: (url) => place(file, `${process.pid}\n${url}\n`, renameSync),
        release: () => rmSync(file, { force: true }),
      };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const { owner, url } = readLock(file);
      if (isStart(owner)) return { owner, url };
      breakLock(file, owner);
    }
  }
}

/** The start that holds the data directory now, with what it told; undefined where there is none. */
export function findStart(dataDir) {
  const { owner, url } = readLock(join(dataDir, 'start.pid'));
  return isStart(owner) ? { owner, url } : undefined;
}

/** Written aside first: at no moment is there a lock without its owner's pid, which another start would break. */
function place(file, text, put) {
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, text);
  try {
    put(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

function readLock(file) {
  try {
    const [pid, url] = readFileSync(file, 'utf8').split('\n');
    return { owner: Number(pid), url };
  } catch {
    return { owner: 0 };
  }
}

/** Moved before it is removed, so that of two that find it stale only one removes it, and never a fresh one. */
function breakLock(file, owner) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (readLock(aside).owner !== owner) renameSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** A pid is used again after a restart: only a command line that names this script is a start of ours. */
function isStart(pid) {
  if (!pid || pid === process.pid) return false;
  try {
    const command =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        : execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes('start.js');
  } catch {
    return false;
  }
}
