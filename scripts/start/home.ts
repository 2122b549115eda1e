import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../services/problem.ts';

/**
 * PM2_HOME lies in the data directory, and PM2's sockets in it; the address of a socket may not be longer than about
 * 100 bytes, so a deeply nested data directory gets a folder among the temporary files instead.
 */
export function homeFor(dataDir: string): string {
  const home = join(dataDir, 'pm2');
  if (Buffer.byteLength(join(home, 'interactor.sock')) < 100) return home;
  return join(tmpdir(), `smarter-pm2-${printOf(dataDir)}`);
}

/** Of the PM2 daemon, by which a later start knows it: short, since a title has no more room than the command line. */
export function daemonTitle(home: string): string {
  return `smarter-pm2 ${printOf(home)}`;
}

/** Anybody may make a folder among the temporary files, and whoever owns PM2's sockets commands it. */
export function requirePrivate(home: string): void {
  const status = lstatSync(home);
  const isOurs = status.uid === (process.getuid?.() ?? status.uid) && (status.mode & 0o077) === 0;
  if (status.isDirectory() && isOurs) return;
  throw new Problem(
    `${home} is not a folder that only this user can enter. Remove it, or set DATA_DIR to another folder.`,
  );
}

const printOf = (path: string) => createHash('sha256').update(path).digest('hex').slice(0, 12);
