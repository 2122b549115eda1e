import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import { expect } from 'chai';
import type { Page as Tab } from 'playwright-core';
import { type Demo, seedDemo } from '../../scripts/screenshots/demo.ts';
import { fillPath, shown } from '../../scripts/screenshots/paths.ts';
import { usePanel } from '../testing/panel.ts';
import { useBrowser } from './harness.fixture.ts';
import { states } from './states.fixture.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
interface Look {
  colorScheme: 'light' | 'dark';
  width: number;
  run: RunOptions;
}
/** Contrast takes axe twice as long as all the rest. */
const contrast: RunOptions = { runOnly: ['color-contrast'] };
const structure: RunOptions = { rules: { 'color-contrast': { enabled: false } } };
const sample: Look[] = [
  { colorScheme: 'light', width: 1280, run: structure },
  { colorScheme: 'dark', width: 360, run: contrast },
  { colorScheme: 'light', width: 360, run: structure },
  { colorScheme: 'light', width: 1280, run: contrast },
  { colorScheme: 'dark', width: 360, run: structure },
];
/** In the dark only colours differ. */
const all: Look[] = [
  { colorScheme: 'light', width: 1280, run: {} },
  { colorScheme: 'light', width: 360, run: {} },
  { colorScheme: 'dark', width: 1280, run: contrast },
  { colorScheme: 'dark', width: 360, run: contrast },
];
/** The same style draws all pages: every third one is looked at in one way, in turns; with --full each in all. */
const isSampled = !process.env.TEST_FULL;
const looksAt = (n: number) =>
  (isSampled ? [sample[Math.floor(n / 3) % sample.length] ?? all[0]] : all) as Look[];

describe('every page, in light and dark, wide and narrow', function () {
  this.timeout(120_000);
  const panel = usePanel();
  const browser = useBrowser(panel);
  let demo: Demo;
  before(async () => {
    demo = await seedDemo(panel.database, { now: Date.now() });
  });

  for (const [n, { path, access }] of [...shown.entries()].filter(([at]) => !isSampled || at % 3 === 0)) {
    it(`has nothing that keeps people out, and fits: ${path}`, async () => {
      const filled = fillPath(path, demo);
      const as = access === 'public' ? undefined : 'owner';
      expect(await browser.isPage(filled, as), `${filled} is a page`).to.equal(true);
      const tab = await browser.tab(as);
      await tab.goto(filled, { waitUntil: 'load' });
      await tab.evaluate(axe);
      expect(await faultsOf(tab, looksAt(n))).to.deep.equal([]);
    });
  }

  for (const [n, [name, { path, reach }]] of Object.entries(states).entries()) {
    it(`has nothing that keeps people out, and fits: ${name}`, async () => {
      const open = async () => {
        const opened = await browser.open({ as: 'owner' });
        await opened.goto(fillPath(path, demo), { waitUntil: 'load' });
        return opened;
      };
      const tab = await open();
      await reach(tab, open);
      await tab.evaluate(axe);
      expect(await faultsOf(tab, looksAt(n))).to.deep.equal([]);
    });
  }
});

async function faultsOf(tab: Tab, looks: readonly Look[]): Promise<string[]> {
  const faults: string[] = [];
  for (const { colorScheme, width, run } of looks) {
    await tab.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await tab.setViewportSize({ width, height: 800 });
    const overhang = await overhangOf(tab);
    const found = [...(await barriersOf(tab, run)), ...(overhang > 0 ? [`${overhang} px too wide`] : [])];
    faults.push(...found.map((fault) => `${colorScheme}, ${width} px: ${fault}`));
  }
  return faults;
}

async function barriersOf(tab: Tab, run: RunOptions): Promise<string[]> {
  const options = JSON.stringify({ ...run, resultTypes: ['violations'], preload: false });
  const { violations } = await tab.evaluate<AxeResults>(`axe.run(document, ${options})`);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    );
}

/** By how many pixels the page is wider than what shows it. */
function overhangOf(tab: Tab): Promise<number> {
  return tab.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
