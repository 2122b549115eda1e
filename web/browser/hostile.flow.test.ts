import { expect } from 'chai';
import type { Page as Tab } from 'playwright-core';
import { type Demo, demoPassword, seedDemo } from '../../scripts/screenshots/demo.ts';
import { fillPath, shown } from '../../scripts/screenshots/paths.ts';
import { usePanel } from '../testing/panel.ts';
import { useBrowser } from './harness.fixture.ts';

/** Each would leave an element with the attribute `hostile`, or run. Short enough for every column. */
const payloads = [
  '<img src=x onerror=alert(1) hostile>',
  `"><script hostile>alert(1)</script>`,
  `' autofocus onfocus='alert(1)' hostile='`,
  '</title></textarea></script><svg hostile onload=alert(1)>',
  '<b hx-get=/admin/login hx-trigger=load hostile>',
  '#{alert(1)} {{alert(1)}} <u hostile>',
  '\u202e\u2028</td></table><i hostile>',
];

describe('hostile text', function () {
  this.timeout(120_000);
  const panel = usePanel();
  const browser = useBrowser(panel);
  let demo: Demo;

  before(async () => {
    let turn = 0;
    const text = () => payloads[turn++ % payloads.length] ?? '';
    demo = await seedDemo(panel.database, { now: Date.now(), text });
    await panel.database.db('admin_users').where({ username: 'here' }).update({ username: payloads[0] });
  });

  // the same mixins draw them all: every fourth page shows it, all of them with --full
  for (const { path, access } of shown.filter((_, n) => process.env.TEST_FULL || n % 4 === 1)) {
    it(`is only text on ${path}, stored or asked for`, async () => {
      const filled = fillPath(path, demo);
      const as = access === 'public' ? undefined : 'owner';
      expect(await browser.isPage(filled, as), `${filled} is a page`).to.equal(true);
      const tab = await browser.tab(as);
      await tab.goto(filled, { waitUntil: 'load' });
      expect(await tab.locator('[hostile]').count(), 'stored').to.equal(0);
      for (const payload of payloads) {
        const query = new URLSearchParams({ q: payload, search: payload, next: payload, after: payload });
        expect(await hostileIn(tab, `${filled}?${query}`), payload).to.equal(0);
      }
    });
  }

  it('is only text among the sessions, where a browser calls itself that', async () => {
    const tab = await browser.open({ userAgent: `${payloads[0]} Firefox/140.0` });
    await tab.goto('/admin/login');
    await tab.fill('[name=username]', 'viewer');
    await tab.fill('[name=password]', demoPassword);
    await Promise.all([tab.waitForURL('/admin'), tab.press('[name=password]', 'Enter')]);
    await tab.goto('/admin/account');
    expect(await tab.content()).to.include('&lt;img src=x onerror=alert(1) hostile&gt; Firefox');
    expect(await tab.locator('[hostile]').count()).to.equal(0);
  });

  it('is there at all', async () => {
    const tab = await browser.open({ as: 'owner' });
    await tab.goto(`/admin/guilds/${demo.guildId}`);
    expect(await tab.textContent('main')).to.include('hostile>');
  });
});

/** How many elements a page would have of ours, without running it. */
function hostileIn(tab: Tab, path: string): Promise<number> {
  return tab.evaluate(async (path) => {
    const response = await fetch(path, { headers: { accept: 'text/html' } });
    const { DOMParser } = globalThis as unknown as Parsing;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    return page.querySelectorAll('[hostile]').length;
  }, path);
}

interface Parsing {
  DOMParser: new () => {
    parseFromString(text: string, type: string): { querySelectorAll(selector: string): { length: number } };
  };
}
