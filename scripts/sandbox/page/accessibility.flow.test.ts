import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { beginCommand, grace, guild, runCommand, useVisitors } from './visitor.fixture.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** In the dark only colours differ. */
const looks: { colorScheme: 'light' | 'dark'; width: number; run: RunOptions }[] = [
  { colorScheme: 'light', width: 1280, run: {} },
  { colorScheme: 'dark', width: 360, run: { runOnly: ['color-contrast'] } },
];

describe('sandbox page: for everybody', () => {
  const visitors = useVisitors();

  it('keeps nobody out, and fits, in light and dark, wide and narrow', async () => {
    visitors.sandbox.message({ guild, author: grace, content: '`code` **bold** <@1> https://example.com/' });
    const page = await visitors.open(undefined, { bypassCSP: true });
    await page.evaluate(axe);
    const faults: string[] = [];
    await runCommand(page, 'bytes bal');
    await page.locator('.embed').waitFor();
    faults.push(...(await faultsOf(page, 'the chat')));
    await beginCommand(page, '/bytes se');
    await page.getByRole('option').first().waitFor();
    faults.push(...(await faultsOf(page, 'a command')));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await runCommand(page, 'feedback');
    await page.getByRole('dialog').waitFor();
    faults.push(...(await faultsOf(page, 'a form')));
    await page.keyboard.press('Escape');
    for (const name of ['Audit log', 'Requests', 'Trouble']) {
      await page.getByRole('tab', { name }).click();
      await page.locator('[role=tabpanel] li, [role=tabpanel] fieldset').first().waitFor();
      faults.push(...(await faultsOf(page, name)));
    }
    expect(faults).to.deep.equal([]);
  });

  it('opens its sides over the chat on a phone', async () => {
    const page = await visitors.open(undefined, { viewport: { width: 360, height: 740 } });
    await page.getByRole('button', { name: 'Places' }).click();
    await page.getByRole('link', { name: '# help' }).click();
    await page.getByRole('heading', { name: '# help' }).waitFor();
    expect(await page.getByRole('link', { name: '# help' }).isVisible()).to.equal(false);
    await page.getByRole('button', { name: 'Lists & trouble' }).click();
    await page.getByRole('button', { name: /Grace/ }).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('tab').count()).to.equal(0);
  });

  it('reads new messages out', async () => {
    const page = await visitors.open();
    visitors.sandbox.message({ guild, author: grace, content: 'can you hear me' });
    await page.locator('#heard', { hasText: 'Grace: can you hear me' }).waitFor({ state: 'attached' });
  });
});

async function faultsOf(page: Page, state: string): Promise<string[]> {
  const faults: string[] = [];
  for (const { colorScheme, width, run } of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 740 });
    const options = JSON.stringify({ ...run, resultTypes: ['violations'] });
    const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${options})`);
    const overhang: number = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    const found = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    if (overhang > 0) found.push(`${overhang} px too wide`);
    faults.push(...found.map((fault) => `${state}, ${colorScheme}, ${width} px: ${fault}`));
  }
  await page.setViewportSize({ width: 1280, height: 740 });
  return faults;
}
