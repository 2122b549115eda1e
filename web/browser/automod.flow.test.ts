import { expect } from 'chai';
import { userId } from '../../scripts/sandbox/index.ts';
import { demoPassword } from '../../scripts/screenshots/demo.ts';
import { createAccount } from '../../shared/accounts/store.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import { silent } from '../../shared/core/log.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { automodSettings } from '../../shared/settings/registry.ts';
import { saveSettings } from '../../shared/settings/store.ts';
import { usePanel } from '../testing/panel.ts';
import { eventually, useCommunity } from './community.fixture.ts';
import { hands } from './hands.fixture.ts';
import { useBrowser } from './harness.fixture.ts';
import { pathOf } from './steps.fixture.ts';

const patience = { timeout: MINUTE };
const tooMany = 3;

describe('a rule of auto-moderation', function () {
  this.timeout(3 * MINUTE);
  const panel = usePanel();
  const community = useCommunity(panel, { effects: true });
  const browser = useBrowser(panel);
  let members = 1; // the first one owns the guild, and is exempt

  before(async () => {
    const { db } = panel.database;
    await createAccount({ db }, { username: 'admin', password: demoPassword, role: 'admin' });
    const by = { actor: { kind: 'system', name: 'test' } } as const;
    const values = automodSettings.schema.parse({ traces: true });
    const deps = { db, redis: panel.redis.redis, log: silent };
    await saveSettings(deps, automodSettings, community.guild, { values, basedOn: 0, by });
    const chatty = flood();
    await eventually(async () => (await db('message_traces').where({ user_id: chatty })).length >= tooMany);
  });

  /** The next member, who never wrote before, writes too much. */
  function flood(): Snowflake {
    const author = userId(`member${members++}`);
    for (let i = 0; i < tooMany; i++)
      community.sandbox.message({ guild: community.guild, author, content: `message ${i}` });
    return author;
  }

  /** Members flood until the worker has heard of the rule as it is, and it fires; whom it fired for. */
  async function fire(mode: 'monitor' | 'enforce'): Promise<Snowflake> {
    for (;;) {
      const user = flood();
      const fired = { user_id: user, guild_id: community.guild, mode };
      for (let look = 0; look < 100; look++) {
        if (await panel.database.db('automod_firings').where(fired).first()) return user;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  for (const [way, handsOf] of Object.entries(hands))
    it(`is written, tried, watched, promoted and its deed undone, with ${way}`, async () => {
      const page = await browser.open({ as: 'admin' });
      const by = handsOf(page);
      const name = `Flood, by ${way}`;
      const base = `/admin/guilds/${community.guild}/automod`;
      const button = (text: string) => page.getByRole('button', { name: text, exact: true });
      const link = (text: string) => page.getByRole('main').getByRole('link', { name: text, exact: true });

      await page.goto(base);
      await by.follow(link('New rule'));
      await by.follow(link('Message count'));
      await by.write(page.getByRole('textbox', { name: 'Name', exact: true }), name);
      await by.write(page.getByLabel('Messages', { exact: true }), String(tooMany));
      await by.write(page.getByLabel('Within'), '60');
      await by.tick(page.getByRole('radio', { name: 'Timeout' }));
      await by.write(page.getByLabel('Message', { exact: true }), 'hello');
      await by.press(button('Try'));
      await page.getByText('Would not fire').waitFor();
      await page.getByText(`1 of at least ${tooMany} messages`).waitFor();
      await by.press(button('Run the backtest'));
      await page.locator('#tested').getByText('it would have hit').waitFor();
      await page.getByRole('row').filter({ hasText: 'member1' }).waitFor();
      expect(pathOf(page), 'tried without leaving the form').to.equal(`${base}/rules/new`);
      expect(await panel.database.db('automod_rules').where({ name })).to.have.length(0);

      await by.follow(button('Review'));
      await by.follow(button('Save'));
      await page.getByText('watches from now on').waitFor();
      const rulePage = page.url();

      await page.goto(`${base}/firings`);
      await page.getByText('Live', { exact: true }).waitFor();
      let loads = 0;
      page.on('load', () => loads++);
      const watched = await fire('monitor');
      const row = page.getByRole('row').filter({ hasText: name });
      await row.filter({ hasText: 'Only watched' }).first().waitFor(patience);
      expect(loads, 'the page was loaded again').to.equal(0);

      await page.goto(rulePage);
      await by.follow(link('Promote'));
      await page.getByRole('link', { name: /^(once|\d+ times)$/ }).waitFor(); // so often it has fired
      await by.follow(button('Promote'));
      await page.getByText('is enforced.').waitFor();
      const punished = await fire('enforce');
      const timeouts = (user: Snowflake) => community.sandbox.did({ is: 'timeout', target: user });
      await community.sandbox.waitFor(() => timeouts(punished).length === 1, MINUTE, 'a timeout');
      expect(timeouts(watched)).to.deep.equal([]);

      await page.goto(`${base}/firings`);
      await by.follow(row.filter({ hasText: 'Acted' }).first().getByRole('link').first());
      await eventually(async () => {
        await page.reload();
        return (await page.getByText('Discord did it').count()) > 0;
      });
      const firingPage = page.url();
      await by.follow(link('Undo'));
      await by.follow(button('Undo'));
      await page.goto(firingPage);
      await page.getByText('Undone by').waitFor();
      await community.sandbox.waitFor(() => timeouts(punished).length === 2, MINUTE, 'its end');
      expect(timeouts(punished).at(-1)?.more).to.deep.include({ until: null });

      await page.goto(rulePage);
      await by.follow(link('Delete'));
      await by.follow(button('Delete'));
      await page.getByText('is deleted. Its firings stay.').waitFor();
    });
});
