import { expect } from 'chai';
import { demoPassword } from '../../scripts/screenshots/demo.ts';
import { createAccount } from '../../shared/accounts/store.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { usePanel } from '../testing/panel.ts';
import { useCommunity } from './community.fixture.ts';
import { hands } from './hands.fixture.ts';
import { useBrowser } from './harness.fixture.ts';
import { pathOf } from './steps.fixture.ts';

const crowd = 20_000;
const patience = { timeout: MINUTE };

describe('a large guild that the bot joins', function () {
  this.timeout(3 * MINUTE);
  const panel = usePanel();
  const community = useCommunity(panel);
  const browser = useBrowser(panel);
  let guild: Snowflake;

  before(async () => {
    const account = { username: 'moderator', password: demoPassword, role: 'moderator' } as const;
    await createAccount(panel.database, account);
    guild = await community.join({
      name: 'Metropolis',
      members: [{ name: 'mayor' }, { name: 'zelda99', nick: 'Zelda of Hyrule 🏹' }],
      generatedMembers: crowd,
    });
  });

  it('is loaded by itself, and again when asked, while somebody watches', async () => {
    const page = await browser.open({ as: 'moderator' });
    await page.goto(`/admin/guilds/${guild}/sync`);
    const ended = page.getByRole('row').filter({ hasText: 'Done' });
    await ended.filter({ hasText: 'The bot joined' }).waitFor(patience);
    expect(await ended.textContent()).to.include('20,003'); // the bot is one of them
    await community.withoutWorker(async () => {
      await page.getByRole('button', { name: 'Sync now' }).click();
      await page.getByText('All members are being loaded.').waitFor();
      await page.getByText('Discord was asked').waitFor();
    });
    let loads = 0;
    page.on('load', () => loads++);
    await ended.filter({ hasText: 'moderator' }).waitFor(patience);
    expect(await page.getByText('Under way').count()).to.equal(0);
    expect(loads, 'the page was loaded again').to.equal(0);
    const members = panel.database.db('guild_members').where({ guild_id: guild, active: true });
    expect(await members).to.have.length(crowd + 3);
  });

  for (const [way, handsOf] of Object.entries(hands))
    it(`has members who are found by their name, with ${way}`, async () => {
      const page = await browser.open({ as: 'moderator' });
      const by = handsOf(page);
      await page.goto(`/admin/guilds/${guild}`);
      await by.follow(page.getByRole('link', { name: 'Members', exact: true }).filter({ visible: true }));
      expect(pathOf(page)).to.equal(`/admin/guilds/${guild}/members`);
      await by.write(page.getByRole('textbox', { name: 'Name or id' }), 'zelda of');
      await by.follow(page.getByRole('button', { name: 'Find' }));
      await by.follow(page.getByRole('link', { name: 'Zelda of Hyrule' }));
      await page.getByRole('heading', { level: 1, name: 'Zelda of Hyrule 🏹' }).waitFor();
      await page.getByText('@zelda99').waitFor();
    });
});
