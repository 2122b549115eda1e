import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { SECOND } from '../../shared/core/clock.ts';
import { checkoutRoot } from './checkout.ts';
import { tailOf } from './daemon.ts';
import { Problem } from './problem.ts';
import type { Say } from './service.ts';

const run = promisify(execFile);
const wordEvery = 15 * SECOND;

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const onMac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
/** The second and third so that text and the coin emoji look like something. */
const packages = ['chromium', 'fonts-dejavu-core', 'fonts-noto-color-emoji'];

/** The system's Chromium or Chrome: CHROMIUM_PATH where that is set, else the first on PATH that answers. */
export async function findChromium(
  { CHROMIUM_PATH }: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
  if (CHROMIUM_PATH) {
    if (await answers(CHROMIUM_PATH)) return CHROMIUM_PATH;
    throw new Problem(`CHROMIUM_PATH is ${CHROMIUM_PATH}, which is no Chromium that runs.`);
  }
  for (const program of [...names, onMac]) if (await answers(program)) return whereIs(program);
  return undefined;
}

/**
 * The system's Chromium, installed first where that can be done: on Debian, as root. Two at once wait for each other.
 * Throws a `Problem` that names what to install.
 */
export async function ensureChromium(say: Say): Promise<string> {
  const found = await findChromium();
  if (found) return found;
  if (!isDebianRoot()) throw new Problem(advice);
  const log = join(checkoutRoot(), '.data', 'chromium.log');
  const code = await install(log, say);
  const installed = await findChromium();
  if (installed) return installed;
  throw new Problem(`${advice}\nThe end of ${log} (apt-get ended with ${code}):\n${tailOf(log)}`);
}

const advice =
  'No Chromium for the browser tests. Install one (apt-get install chromium, dnf install chromium, or Google Chrome), ' +
  'or set CHROMIUM_PATH to the program.';

/** A snap that is not set up has a program on PATH too, which only says so: it has to run. */
async function answers(program: string): Promise<boolean> {
  return run(program, ['--version'], { timeout: 20 * SECOND })
    .then(({ stdout }) => /chrom/i.test(stdout))
    .catch(() => false);
}

async function whereIs(program: string): Promise<string> {
  if (program.startsWith('/')) return program;
  const { stdout } = await run('/bin/sh', ['-c', 'command -v "$1"', 'sh', program]);
  return stdout.trim();
}

function isDebianRoot(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/**
 * In a session of its own: a Ctrl-C does not leave packages half installed. apt waits for its lock only while it
 * installs, so a lock of ours goes around both steps. Where the lists cannot be renewed, the old ones may do.
 */
async function install(logFile: string, say: Say): Promise<number | null> {
  say('Installing Chromium for the browser tests (apt-get, about 125 MB) …');
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const steps = `apt-get -q update; exec apt-get -q -o DPkg::Lock::Timeout=300 install -y --no-install-recommends ${packages.join(' ')}`;
  const { TMPDIR: _, ...environment } = process.env; // a test run's folder goes with it, and with it all that names it
  const began = Date.now();
  const child = spawn('flock', ['--timeout', '600', '/tmp/smarter-chromium.lock', 'sh', '-c', steps], {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...environment, DEBIAN_FRONTEND: 'noninteractive' },
  });
  closeSync(log);
  const clock = setInterval(() => say(`Chromium is still being installed (${since(began)}) …`), wordEvery);
  const [code] = await once(child, 'exit').finally(() => clearInterval(clock));
  if (code === 0) say(`Chromium is installed (${since(began)}).`);
  return typeof code === 'number' ? code : null;
}

function since(began: number): string {
  return `${Math.round((Date.now() - began) / SECOND)} s`;
}
