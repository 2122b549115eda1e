import { after, afterEach, before } from 'mocha';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { demoPassword } from '../../scripts/screenshots/demo.ts';
import { required } from '../../shared/testing/environment.ts';
import type { Browser as Visitor } from '../testing/browser.ts';
import type { TestPanel } from '../testing/panel.ts';
import { collectFaults } from './faults.fixture.ts';
import { launchChromium } from './launch.ts';

export interface Visit extends BrowserContextOptions {
  /** The account that is logged in already, with the demo's password. */
  as?: string;
  /** In pixels; the height follows. */
  width?: number;
}

export interface TestBrowser {
  /** A person with a browser of their own: a page that shows nothing yet. Paths are those of the panel. */
  open(visit?: Visit): Promise<Page>;
  /** Whether there is a page to look at: not a stream, a file, a part of a page, or an address that only sends on. */
  isPage(path: string, as?: string): Promise<boolean>;
  /** What that person's pages did wrong so far; a test that expects it empties the list. */
  faultsOf(page: Page): string[];
}

/**
 * Chromium on the panel, one for the file; call it inside `describe`, after `usePanel`. People are gone after each
 * test, which fails where a page of theirs did what none may do (`collectFaults`).
 */
export function useBrowser(panel: TestPanel): TestBrowser {
  let browser: Browser | undefined;
  const open = new Map<BrowserContext, string[]>();
  const visitors = new Map<string, Visitor>();

  before(async () => {
    browser = await launchChromium(required('TEST_CHROMIUM'));
  });
  after(() => browser?.close());
  afterEach(async () => {
    const visits = [...open];
    open.clear();
    await Promise.all(visits.map(([context]) => context.close()));
    const faults = visits.flatMap(([, found]) => found);
    if (faults.length > 0) throw new Error(`pages did what none may do:\n  ${faults.join('\n  ')}`);
  });

  async function visitorFor(as?: string): Promise<Visitor> {
    const visitor = (as && visitors.get(as)) || panel.visit();
    if (as === undefined || visitors.has(as)) return visitor;
    const { status } = await visitor.logIn(as, demoPassword);
    if (status !== 303) throw new Error(`${as} could not log in: ${status}`);
    visitors.set(as, visitor);
    return visitor;
  }

  return {
    async open({ as, width = 1280, ...options } = {}) {
      if (!browser) throw new Error('useBrowser() is open only while the tests of its describe run');
      const viewport = { width, height: width < 600 ? 740 : 800 };
      const context = await browser.newContext({ baseURL: panel.origin, viewport, ...options });
      context.setDefaultTimeout(8_000);
      open.set(context, collectFaults(context, panel.origin));
      const { cookies } = await visitorFor(as);
      const session = [...cookies].map(([name, value]) => ({ name, value, url: panel.origin }));
      if (session.length > 0) await context.addCookies(session);
      return context.newPage();
    },
    async isPage(path, as) {
      const { status, text } = await (await visitorFor(as)).get(path);
      return status === 200 && /^<!doctype html>/i.test(text);
    },
    faultsOf: (page) => open.get(page.context()) ?? [],
  };
}
