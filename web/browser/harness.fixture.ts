import { after, afterEach, before } from 'mocha';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { demoPassword } from '../../scripts/screenshots/demo.ts';
import type { Browser as Visitor } from '../testing/browser.ts';
import type { TestPanel } from '../testing/panel.ts';
import { collectFaults } from './faults.fixture.ts';
import { borrowChromium, patience } from './shared.fixture.ts';

export interface Visit extends BrowserContextOptions {
  /** The account that is logged in already, with the demo's password. */
  as?: string;
  /** In pixels; the height follows. */
  width?: number;
}

export interface TestBrowser {
  /** A person with a browser of their own: a page that shows nothing yet. Paths are those of the panel. */
  open(visit?: Visit): Promise<Page>;
  /**
   * One page for all tests of the file that only go from place to place as that person: a browser of one's own costs
   * half a second. It is as a new one, wide and light, but that it shows what the last test left, and stays until one fails.
   */
  tab(as?: string): Promise<Page>;
  /** Whether there is a page to look at: not a stream, a file, a part of a page, or an address that only sends on. */
  isPage(path: string, as?: string): Promise<boolean>;
  /** What that person's pages did wrong so far; a test that expects it empties the list. */
  faultsOf(page: Page): string[];
}

/**
 * Chromium on the panel; call it inside `describe`, after `usePanel`. People are gone after each
 * test, but for those in a `tab`; it fails where a page of theirs did what none may do (`collectFaults`).
 */
export function useBrowser(panel: TestPanel): TestBrowser {
  let browser: Browser | undefined;
  const open = new Map<BrowserContext, string[]>();
  const tabs = new Map<string | undefined, Page>();
  const visitors = new Map<string, Visitor>();

  before(async () => {
    browser = await borrowChromium();
  });
  after(() => leave([...open.keys()]));
  afterEach(async function () {
    const visits = [...open];
    const isLasting = (context: BrowserContext) =>
      [...tabs.values()].some((tab) => tab.context() === context);
    await leave(visits.map(([context]) => context).filter((context) => !isLasting(context)));
    const faults = visits.flatMap(([, found]) => found.splice(0));
    if (faults.length > 0 || this.currentTest?.state !== 'passed') {
      tabs.clear();
      await leave([...open.keys()]);
    }
    if (faults.length > 0) throw new Error(`pages did what none may do:\n  ${faults.join('\n  ')}`);
  });

  async function leave(contexts: BrowserContext[]): Promise<void> {
    for (const context of contexts) open.delete(context);
    await Promise.all(contexts.map((context) => context.close()));
  }

  async function visitorFor(as?: string): Promise<Visitor> {
    const visitor = (as && visitors.get(as)) || panel.visit();
    if (as === undefined || visitors.has(as)) return visitor;
    const { status } = await visitor.logIn(as, demoPassword);
    if (status !== 303) throw new Error(`${as} could not log in: ${status}`);
    visitors.set(as, visitor);
    return visitor;
  }

  const harness: TestBrowser = {
    async open({ as, width = 1280, ...options } = {}) {
      if (!browser) throw new Error('useBrowser() is open only while the tests of its describe run');
      const viewport = sizeOf(width);
      const context = await browser.newContext({ baseURL: panel.origin, viewport, ...options });
      context.setDefaultTimeout(patience);
      open.set(context, collectFaults(context, panel.origin));
      const { cookies } = await visitorFor(as);
      const session = [...cookies].map(([name, value]) => ({ name, value, url: panel.origin }));
      if (session.length > 0) await context.addCookies(session);
      return context.newPage();
    },
    async tab(as) {
      const page = tabs.get(as) ?? (await harness.open({ as }));
      tabs.set(as, page);
      await page.setViewportSize(sizeOf(1280));
      await page.emulateMedia({ colorScheme: null, reducedMotion: null });
      return page;
    },
    async isPage(path, as) {
      const { status, text } = await (await visitorFor(as)).get(path);
      return status === 200 && /^<!doctype html>/i.test(text);
    },
    faultsOf: (page) => open.get(page.context()) ?? [],
  };
  return harness;
}

function sizeOf(width: number): { width: number; height: number } {
  return { width, height: width < 600 ? 740 : 800 };
}
