import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { demoPassword } from '../../scripts/screenshots/demo.ts';
import { createAccount } from '../../shared/accounts/store.ts';
import { usePanel } from '../testing/panel.ts';
import { useCommunity } from './community.fixture.ts';
import { type Hands, hands, mouseOn } from './hands.fixture.ts';
import { useBrowser } from './harness.fixture.ts';
import { pathOf, textOf } from './steps.fixture.ts';

describe('the settings of bytes', function () {
  this.timeout(120_000);
  const panel = usePanel();
  const browser = useBrowser(panel);
  const community = useCommunity(panel);
  const form = `/admin/guilds/${community.guild}/settings/bytes`;

  before(async () => {
    const { db } = panel.database;
    for (const username of ['ada', 'grace'])
      await createAccount({ db }, { username, password: demoPassword, role: 'admin' });
  });

  const dailyOf = (page: Page) => page.getByLabel('Daily amount');
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const newest = async () =>
    Number((await panel.database.db('settings_versions').max('version as version').first())?.version);

  async function review(page: Page, amount: number, by: Hands = mouseOn(page)): Promise<void> {
    await by.write(dailyOf(page), String(amount));
    await by.follow(button(page, 'Review changes'));
  }

  for (const [means, take] of Object.entries(hands))
    it(`are obeyed by a running worker as soon as they are saved, with ${means}`, async () => {
      const before = await community.pay();
      const page = await browser.open({ as: 'ada' });
      const by = take(page);
      await page.goto('/admin');
      await by.follow(page.getByRole('main').getByRole('link', { name: 'Crowd' }));
      await by.follow(page.getByRole('link', { name: 'Bytes settings' }).first());
      await review(page, before + 7, by);
      expect(await textOf(page.getByRole('main'))).to.include('Daily amount');
      await by.follow(button(page, 'Save'));
      expect(pathOf(page)).to.equal(form);
      expect(await community.pay()).to.equal(before + 7);
    });

  it('keep what two people changed at the same time, as the second decides', async () => {
    const [ada, grace] = [await browser.open({ as: 'ada' }), await browser.open({ as: 'grace' })];
    await Promise.all([ada.goto(form), grace.goto(form)]);
    await review(ada, 31);
    await mouseOn(ada).follow(button(ada, 'Save'));
    const by = mouseOn(grace);
    await by.write(grace.getByLabel('Starting balance'), '555');
    await by.follow(button(grace, 'Review changes'));
    expect(await textOf(grace.getByRole('alert'))).to.match(/ada\s+saved version/);
    await by.follow(button(grace, 'Review the choice'));
    await by.follow(button(grace, 'Save'));
    expect(await dailyOf(grace).inputValue()).to.equal('31');
    expect(await grace.getByLabel('Starting balance').inputValue()).to.equal('555');
    expect(await community.pay()).to.equal(31);
  });

  for (const [means, take] of Object.entries(hands))
    it(`go back to an older version, with ${means}`, async () => {
      const page = await browser.open({ as: 'ada' });
      const by = take(page);
      await page.goto(form);
      const before = await dailyOf(page).inputValue();
      const version = await newest();
      await review(page, 64, by);
      await by.follow(button(page, 'Save'));
      expect(await community.pay()).to.equal(64);
      await by.follow(page.getByRole('link', { name: 'Versions' }));
      await by.follow(page.getByRole('link', { name: `Compare version ${version} ` }));
      await by.follow(page.getByRole('button', { name: /^Restore version/ }));
      expect(await dailyOf(page).inputValue()).to.equal(before);
      expect(await community.pay()).to.equal(Number(before));
    });

  for (const [means, take] of Object.entries(hands))
    it(`leave as a file and come back from one, with ${means}`, async () => {
      const page = await browser.open({ as: 'ada' });
      const by = take(page);
      await page.goto(form);
      await by.follow(page.getByRole('main').getByRole('link', { name: 'Import and export' }));
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        by.press(page.getByRole('link', { name: 'Download JSON' })),
      ]);
      const file = readFileSync(await download.path(), 'utf8');
      const amount = Number(file.match(/"dailyAmount": (\d+)/)?.[1]);
      expect(amount).to.be.greaterThan(0);
      const changed = JSON.stringify(
        JSON.parse(file.replace(`"dailyAmount": ${amount}`, '"dailyAmount": 5')),
      );
      await by.write(page.getByLabel('YAML or JSON'), changed);
      await by.follow(button(page, 'Review changes'));
      await by.follow(button(page, 'Import'));
      expect(await community.pay()).to.equal(5);
      await by.write(page.getByLabel('YAML or JSON'), JSON.stringify(JSON.parse(file)));
      await by.follow(button(page, 'Review changes'));
      await by.follow(button(page, 'Import'));
      expect(await community.pay()).to.equal(amount);
    });

  it('are saved once by a double click', async () => {
    const page = await browser.open({ as: 'ada' });
    await page.goto(form);
    await review(page, 77);
    const before = await newest();
    await button(page, 'Save').dblclick();
    await page.getByText('Saved as version').waitFor();
    expect(await newest()).to.equal(before + 1);
    expect(await dailyOf(page).inputValue()).to.equal('77');
  });
});
