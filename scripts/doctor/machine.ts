import { existsSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { SECOND } from '../../shared/core/clock.ts';
import { isFree } from '../services/ports.ts';
import { bad, good, type Line, note } from './line.ts';
import type { Place, Start } from './place.ts';

const GiB = 1024 ** 3;
const least = 0.2 * GiB; // below it `npm start` refuses (scripts/services/space.ts)
const little = 2 * GiB; // a busy community fills that within weeks

export function checkVersions({ root }: Place): Line[] {
  const { version } = z.object({ version: z.string() }).parse(readJson(join(root, 'package.json')));
  const { platform, arch, versions } = process;
  return [
    good(`Smarter Dev ${version}, its packages as package-lock.json names them.`),
    good(`Node ${versions.node} on ${platform} ${arch}.`),
  ];
}

/** Of the disk that the data directory is on, or will be. */
export async function checkDisk({ dataDir }: Place): Promise<Line[]> {
  const { bavail, bsize } = await statfs(nearest(dataDir));
  const free = bavail * bsize;
  const text = `Disk of ${dataDir}: ${(free / GiB).toFixed(1)} GiB free.`;
  const next = 'Free some space, or set DATA_DIR to a folder on another disk.';
  if (free < least) return [bad(text, next)];
  return [free < little ? note(text, next) : good(text)];
}

/** Whether it runs from here and can serve; else whether it could. */
export async function checkCluster({ dataDir, environment, start }: Place): Promise<Line[]> {
  if (start) return [await checkReadiness(start)];
  const port = Number(environment.WEB_PORT || 3000);
  const bind = environment.WEB_BIND || '127.0.0.1';
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return []; // the configuration's line says so
  const isOpen = port === 0 || (await isFree(port, bind));
  if (isOpen)
    return [note(`Not running from ${dataDir}; port ${port} is free for the web tier.`, 'npm start')];
  return [
    bad(
      `Not running from ${dataDir}, and port ${port} on ${bind} cannot be used: another program may have it.`,
      'Set WEB_PORT to a free one, or end that program.',
    ),
  ];
}

async function checkReadiness({ owner, url }: Start): Promise<Line> {
  if (!url) return note(`Starting (pid ${owner}).`, 'Wait for it to say that it is ready.');
  const ready = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(5 * SECOND) }).then(
    ({ status }) => status,
    () => undefined,
  );
  if (ready === 200) return good(`Running (pid ${owner}), panel at ${url}.`);
  const why = ready ? `answers ${ready} at /readyz` : 'does not answer';
  return bad(
    `Running (pid ${owner}), but the web tier at ${new URL(url).origin} ${why}.`,
    'Look at what npm start prints: it names the process that is not well.',
  );
}

function nearest(folder: string): string {
  return existsSync(folder) ? folder : nearest(dirname(folder));
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
