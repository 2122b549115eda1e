import { afterEach, before, beforeEach } from 'mocha';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { collectFaults } from '../../../web/browser/faults.fixture.ts';
import { borrowChromium, patience } from '../../../web/browser/shared.fixture.ts';
import { channelId, guildId, type Sandbox, startSandbox, userId } from '../index.ts';
import type { LibraryClient } from '../testing/library-client.ts';
import { startBot } from './bot.fixture.ts';

export const guild = guildId('Workshop');
export const general = channelId(guild, 'general');
export const [ada, grace, margaret] = ['ada', 'grace', 'margaret'].map(userId) as [string, string, string]; // as many as names

export interface Visitors {
  readonly sandbox: Sandbox;
  readonly bot: LibraryClient;
  /** Lets that many milliseconds pass for the sandbox. */
  pass(milliseconds: number): void;
  /** A person with a browser of their own, who acts as the member in #general; the page is there. */
  open(member?: string, options?: BrowserContextOptions): Promise<Page>;
}

/**
 * Chromium on a sandbox with a bot, a fresh one for each test; call it inside `describe`. A test fails where a page did
 * what none may do. Refusals (409) are part of the game.
 */
export function useVisitors(): Visitors {
  let browser: Browser | undefined;
  let sandbox: Sandbox;
  let bot: LibraryClient;
  let ahead = 0;
  const open = new Map<BrowserContext, string[]>();

  before(async () => {
    browser = await borrowChromium();
  });
  beforeEach(async () => {
    ahead = 0;
    sandbox = await startSandbox({ globalLimit: 0, now: () => Date.now() + ahead });
    bot = await startBot(sandbox);
  });
  afterEach(async () => {
    const visits = [...open];
    open.clear();
    await Promise.all(visits.map(([context]) => context.close()));
    await bot.stop();
    await sandbox.stop();
    const faults = visits.flatMap(([, found]) => found).filter((fault) => !fault.startsWith('409 '));
    if (faults.length > 0) throw new Error(`pages did what none may do:\n  ${faults.join('\n  ')}`);
  });

  return {
    get sandbox() {
      return sandbox;
    },
    get bot() {
      return bot;
    },
    pass(milliseconds) {
      ahead += milliseconds;
    },
    async open(member = ada, options = {}) {
      if (!browser) throw new Error('useVisitors() is open only while the tests of its describe run');
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      context.setDefaultTimeout(patience);
      open.set(context, collectFaults(context, new URL(sandbox.page).origin));
      const page = await context.newPage();
      await page.goto(`${sandbox.page}?${new URLSearchParams({ guild, channel: general, member })}`);
      await page.locator('#bot[data-state="on"]').waitFor();
      return page;
    },
  };
}

/** In the timeline, rather than what is read out of it. */
export function said(page: Page, text: string | RegExp): Locator {
  return page.locator('#timeline').getByText(text);
}

/** Types a command's name and takes the first completion. */
export async function beginCommand(page: Page, typed: string): Promise<void> {
  await page.locator('#message').pressSequentially(typed);
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.command fieldset').first().waitFor();
}

/** Runs a command without options. */
export async function runCommand(page: Page, name: string): Promise<void> {
  await beginCommand(page, `/${name}`);
  await page.keyboard.press('Enter');
}
