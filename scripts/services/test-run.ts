import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import pg from 'pg';
import { migrate } from '../migrate.ts';
import { startServices } from './index.ts';
import { endProcess, environmentOf, isRunning, listProcesses } from './processes.ts';
import type { Say } from './service.ts';

const template = 'template_smarter';
const prefix = 'smarter-test-';
const owner = 'owner.pid';

export interface TestRun {
  /** For the processes that run tests. */
  environment: NodeJS.ProcessEnv;
  /** Ends everything that lives in the run's folder, whoever started it, and removes the folder. */
  close(): Promise<void>;
}

/**
 * Brings up what tests need: Postgres with a migrated template database, Redis, and a folder for temporary files,
 * in which everything lies that tests create. What a killed run left behind is cleared away first. The signal breaks
 * it off; nothing is left then.
 */
export async function openTestRun(say: Say, signal?: AbortSignal): Promise<TestRun> {
  await clearOldRuns(say);
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const close = () => closeFolder(folder);
  try {
    chmodSync(folder, 0o711); // Postgres may run as another user
    writeFileSync(join(folder, owner), String(process.pid));
    keepCompilerCache(folder);
    process.env.TMPDIR = folder;
    const { databaseUrl, redisUrl } = await startServices({
      dataDir: folder,
      ephemeral: true,
      signal,
      say,
    });
    signal?.throwIfAborted();
    await createTemplate(databaseUrl);
    const environment = { TEST_DATABASE_URL: databaseUrl, TEST_TEMPLATE: template, TEST_REDIS_URL: redisUrl };
    return { environment: { ...environment, TMPDIR: folder }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function createTemplate(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${template}`);
    await migrate(Object.assign(new URL(databaseUrl), { pathname: `/${template}` }).href);
    // nobody may hold it open: it could not be cloned then
    await client.query(`ALTER DATABASE ${template} WITH ALLOW_CONNECTIONS false`);
  } finally {
    await client.end();
  }
}

/** tsx keeps what it compiled among the temporary files; it would be lost with the folder. */
function keepCompilerCache(folder: string): void {
  const name = `tsx-${process.getuid?.() ?? 'cache'}`;
  const cache = join(tmpdir(), name);
  mkdirSync(cache, { recursive: true });
  symlinkSync(cache, join(folder, name));
}

async function clearOldRuns(say: Say): Promise<void> {
  const isOurs = (name: string) => lstatSync(join(tmpdir(), name)).uid === process.getuid?.();
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix) && isOurs(entry))) {
    const file = join(tmpdir(), name, owner);
    const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
    if (!pid || isRunning({ pid, mark: 'test.js' })) continue;
    say(`Clearing away what an earlier run left (${name}).`);
    await closeFolder(join(tmpdir(), name));
  }
}

async function closeFolder(folder: string): Promise<void> {
  const mark = basename(folder);
  const find = () =>
    listProcesses().filter(
      ({ pid, command }) =>
        command !== '' &&
        pid !== process.pid &&
        (command.includes(mark) || environmentOf(pid).includes(mark)),
    );
  // Nothing here is worth keeping, so nothing is asked to leave in good order. Again, since PM2 restarts what ends.
  for (let living = find(), round = 0; living.length > 0 && round < 5; living = find(), round++) {
    await Promise.all(living.map(({ pid, command }) => endProcess({ pid, mark: command }, [])));
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
