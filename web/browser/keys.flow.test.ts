import { expect } from 'chai';
import { type Demo, seedDemo } from '../../scripts/screenshots/demo.ts';
import { usePanel } from '../testing/panel.ts';
import { hands } from './hands.fixture.ts';
import { useBrowser } from './harness.fixture.ts';
import { textOf } from './steps.fixture.ts';

describe('a key for the API', function () {
  this.timeout(120_000);
  const panel = usePanel();
  const browser = useBrowser(panel);
  let demo: Demo;
  before(async () => {
    demo = await seedDemo(panel.database, { now: Date.now() });
  });

  const call = (path: string, init: RequestInit) => fetch(`${panel.origin}/api/v1${path}`, init);

  for (const [means, take] of Object.entries(hands))
    it(`is made, used and revoked, with ${means}`, async () => {
      const page = await browser.open({ as: 'admin' });
      const by = take(page);
      await page.goto('/admin');
      await by.follow(page.getByRole('link', { name: 'API keys' }).first());
      const name = `Backup with ${means}`;
      await by.write(page.getByLabel('Name', { exact: true }), name);
      await by.tick(page.getByRole('checkbox', { name: 'settings:read' }));
      await by.tick(page.getByRole('radio', { name: 'Every guild' }));
      await by.follow(page.getByRole('button', { name: 'Make the key' }));
      const key = await textOf(page.locator('#secret'));

      const granted = await call('/auth/token', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ grantType: 'api_key', key }),
      });
      expect(granted.status).to.equal(200);
      const { accessToken } = (await granted.json()) as { accessToken: string };
      const headers = { authorization: `Bearer ${accessToken}` };
      const settings = `/guilds/${demo.guildId}/settings/bytes`;
      const read = await call(settings, { headers });
      expect(read.status).to.equal(200);
      expect(await read.json()).to.include({ dailyAmount: 12 });
      expect((await call(`/guilds/${demo.guildId}/ledger`, { headers })).status).to.equal(403);

      await by.follow(page.getByRole('link', { name: 'I have kept it' }));
      expect(await page.content(), 'shown once').to.not.include(key);
      await by.follow(page.getByRole('link', { name: `Revoke ${name}` }));
      await by.follow(page.getByRole('main').getByRole('button', { name: /revoke/i }));
      expect((await call(settings, { headers })).status).to.equal(401);
    });
});
