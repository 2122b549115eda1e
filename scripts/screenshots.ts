import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page as Tab } from 'playwright-core';
import { silent } from '../shared/core/log.ts';
import { openRedis } from '../shared/core/redis.ts';
import { openDatabase } from '../shared/db/knex.ts';
import { launchChromium } from '../web/browser/launch.ts';
import type { Page } from '../web/http/page.ts';
import { migrate } from './migrate.ts';
import { keepBeating } from './screenshots/cluster.ts';
import { type Demo, demoPassword, seedDemo } from './screenshots/demo.ts';
import { openPanel, type Panel } from './screenshots/panel.ts';
import { fillPath, shown } from './screenshots/paths.ts';
import { checkoutRoot } from './services/checkout.ts';
import { ensureChromium } from './services/chromium.ts';
import { startServices } from './services/index.ts';
import { Problem } from './services/problem.ts';

/** The demo's present: pictures change only where the panel does, but for heartbeats. */
const now = Date.UTC(2026, 10, 20, 15, 30);
const target = join(checkoutRoot(), 'docs', 'screenshots');
const tallest = 2_400; // pixels: below that a page only repeats itself

const looks = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 } },
} satisfies Record<string, BrowserContextOptions>;

const say = (line: string) => process.stdout.write(`${line}\n`);

const usage = `npm run screenshots [-- part-of-an-address …]
Takes a picture of every page, light, dark and of a phone's width, into docs/screenshots in place of those that are there;
or of the pages alone whose address has one of the words in it, and leaves the others.
Services of its own and demo data are started, and Chromium is fetched where there is none.`;

try {
  const words = process.argv.slice(2);
  if (words.some((word) => word === '--help' || word === '-h')) say(usage);
  else await takePictures(words);
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function takePictures(words: string[]): Promise<void> {
  const chosen = shown.filter(
    ({ path }) =>
      words.length === 0 || words.some((word) => path === word || (word !== '/' && path.includes(word))),
  );
  if (chosen.length === 0) throw new Problem(`No page has ${words.join(' or ')} in its address.\n${usage}`);
  const program = await ensureChromium(say);
  await withPanel(async (panel, demo) => {
    const browser = await launchChromium(program);
    try {
      if (words.length === 0) rmSync(target, { recursive: true, force: true });
      mkdirSync(target, { recursive: true });
      for (const [look, options] of Object.entries(looks))
        await takeAll(browser, panel, demo, { look, options, chosen });
    } finally {
      await browser.close();
    }
  });
}

/** A panel over services of its own, full of demo data; nothing of it is left. */
async function withPanel(work: (panel: Panel, demo: Demo) => Promise<void>): Promise<void> {
  const { databaseUrl, redisUrl, stop } = await startServices({ dataDir: '', ephemeral: true, say });
  try {
    await migrate(databaseUrl);
    const db = openDatabase(databaseUrl, { name: 'screenshots' });
    const redis = openRedis({ REDIS_URL: redisUrl, REDIS_CLUSTER: false }, silent);
    const demo = await seedDemo({ db }, { now });
    const rest = keepBeating(db);
    const panel = await openPanel({ db, redis, clock: () => now });
    try {
      await work(panel, demo);
    } finally {
      rest();
      await panel.close();
      redis.disconnect();
      await db.destroy();
    }
  } finally {
    await stop();
  }
}

async function takeAll(
  browser: Browser,
  { origin }: Panel,
  demo: Demo,
  { look, options, chosen }: { look: string; options: BrowserContextOptions; chosen: typeof shown },
): Promise<void> {
  const open = () => browser.newContext({ baseURL: origin, reducedMotion: 'reduce', ...options });
  const [stranger, owner] = [await open(), await open()];
  const [outside, inside] = [await stranger.newPage(), await owner.newPage()];
  await outside.goto('/');
  await logIn(inside);
  for (const page of chosen) {
    const file = `${nameOf(page)}-${look}.png`;
    const taken = await take(page.access === 'public' ? outside : inside, fillPath(page.path, demo), file);
    if (taken) say(join('docs', 'screenshots', file));
  }
  await Promise.all([stranger.close(), owner.close()]);
}

async function logIn(tab: Tab): Promise<void> {
  await tab.goto('/admin/login');
  await tab.fill('[name=username]', 'owner');
  await tab.fill('[name=password]', demoPassword);
  await Promise.all([tab.waitForURL('/admin'), tab.press('[name=password]', 'Enter')]);
}

/** Answers false for what is no page to look at: a stream, a file, a part of a page, an address that only sends on. */
async function take(tab: Tab, path: string, file: string): Promise<boolean> {
  if (!(await isShown(tab, path))) return false;
  await tab.goto(path, { waitUntil: 'load' });
  const height = await tab.evaluate<number>('document.documentElement.scrollHeight');
  const width = tab.viewportSize()?.width ?? 0;
  const clip = { x: 0, y: 0, width, height: Math.min(height, tallest) };
  await tab.screenshot({ path: join(target, file), fullPage: true, clip, animations: 'disabled' });
  return true;
}

/** Asks as the tab would, and leaves as soon as it is known what it is. */
async function isShown(tab: Tab, path: string): Promise<boolean> {
  const cookies = await tab.context().cookies();
  const leave = new AbortController();
  const { origin } = new URL(tab.url());
  const response = await fetch(`${origin}${path}`, {
    headers: {
      accept: 'text/html',
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    },
    redirect: 'manual',
    signal: leave.signal,
  });
  const isHtml = response.headers.get('content-type')?.startsWith('text/html') === true;
  const text = response.status === 200 && isHtml ? await response.text() : '';
  leave.abort();
  return /^<!doctype html>/i.test(text);
}

/** `/admin/guilds/:guildId/settings/:feature` → `admin-guilds-guild-settings-feature`. */
function nameOf({ path }: Pick<Page, 'path'>): string {
  const words = path
    .replace(/:(\w+?)(Id)?(?=\/|$)/g, '$1')
    .split('/')
    .filter(Boolean);
  return words.length > 0 ? words.join('-') : 'landing';
}
