import { expect } from 'chai';
import { type Demo, seedDemo } from '../../scripts/screenshots/demo.ts';
import { demoSecret } from '../../scripts/screenshots/panel.ts';
import { signPanelLink } from '../../shared/setup/panel-link.ts';
import { usePanel } from '../testing/panel.ts';
import { makeOwner } from '../testing/visitors.ts';
import { useBrowser } from './harness.fixture.ts';

describe('a manager with a browser', () => {
  const panel = usePanel();
  const browser = useBrowser(panel);
  let demo: Demo;

  before(async () => {
    demo = await seedDemo(panel.database, { now: Date.now() });
    await makeOwner(panel, demo.guildId, '4242');
  });

  for (const width of [1280, 390])
    it(`comes by the link, looks around and leaves, ${width} pixels wide`, async () => {
      const page = await browser.open({ width });
      const visitor = { guild: demo.guildId, user: '4242', name: 'mona' };
      await page.goto(`/enter/${signPanelLink({ clock: panel.clock, secret: demoSecret }, visitor)}`);
      await page.getByRole('button', { name: 'Open the panel' }).click();
      await page.waitForURL(`**/admin/guilds/${demo.guildId}`);
      expect(await page.getByRole('searchbox').count()).to.equal(0);
      await page.keyboard.press('Control+k');
      expect(await page.getByRole('dialog').count()).to.equal(0);
      await page.locator('summary', { hasText: 'mona' }).click();
      await page.getByRole('button', { name: 'Log out' }).click();
      await page.waitForURL('**/');
    });
});
