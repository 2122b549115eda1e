import { expect } from 'chai';
import { userId } from '../../scripts/sandbox/index.ts';
import { type Demo, seedDemo } from '../../scripts/screenshots/demo.ts';
import { demoSecret } from '../../scripts/screenshots/panel.ts';
import { signPanelLink } from '../../shared/setup/panel-link.ts';
import { usePanelOfDiscord } from '../testing/discord.ts';
import { makeOwner } from '../testing/visitors.ts';
import { keyboardOn } from './hands.fixture.ts';
import { useBrowser } from './harness.fixture.ts';
import { logOut, pathOf } from './steps.fixture.ts';

const mona = userId('mona');

describe('a manager with a browser', () => {
  const panel = usePanelOfDiscord(['mona']);
  const browser = useBrowser(panel);
  let demo: Demo;

  before(async () => {
    demo = await seedDemo(panel.database, { now: Date.now() });
    await makeOwner(panel, demo.guildId, mona);
  });

  for (const width of [1280, 390])
    it(`comes by the link, looks around and leaves, ${width} pixels wide`, async () => {
      const page = await browser.open({ width });
      const visitor = { guild: demo.guildId, user: mona, name: 'mona' };
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

  it('signs in with Discord by the keyboard alone, and switches to a server', async () => {
    const page = await browser.open({ width: 360 });
    const by = keyboardOn(page);
    await page.goto('/admin/login');
    await by.follow(page.getByRole('link', { name: 'Sign in with Discord' }));
    await by.follow(page.getByRole('button', { name: 'Authorize' }));
    expect(pathOf(page)).to.equal('/admin');
    await by.press(page.locator('.switcher > summary'));
    await by.follow(page.locator('#switch-found a').first());
    expect(pathOf(page)).to.equal(`/admin/guilds/${demo.guildId}`);
    await logOut(page, by);
    expect(pathOf(page)).to.equal('/admin/login');
    const { origin } = new URL(panel.sandbox.api);
    expect(
      browser
        .faultsOf(page)
        .splice(0)
        .filter((fault) => !fault.includes(` ${origin}/`)),
    ).to.deep.equal([]);
  });
});
