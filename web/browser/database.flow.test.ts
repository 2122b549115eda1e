import { expect } from 'chai';
import { type Demo, seedDemo } from '../../scripts/screenshots/demo.ts';
import { systemClock } from '../../shared/core/clock.ts';
import { silent } from '../../shared/core/log.ts';
import { checkAllAccounts } from '../../shared/maintenance/ledger-check.ts';
import type { Work } from '../../shared/maintenance/work.ts';
import { carryOut } from '../../workers/maintenance/carry-out.ts';
import { usePanel } from '../testing/panel.ts';
import { keyboardOn } from './hands.fixture.ts';
import { useBrowser } from './harness.fixture.ts';
import { pathOf, textOf } from './steps.fixture.ts';

const crowd = 12_000; // members: three steps of the check

describe('the ledger check that staff begin', function () {
  this.timeout(120_000);
  const panel = usePanel();
  const browser = useBrowser(panel);
  let demo: Demo;

  before(async () => {
    demo = await seedDemo(panel.database, { now: Date.now() });
    await panel.database.db.raw(
      `INSERT INTO discord_users (id, username) SELECT n, 'u' || n FROM generate_series(1, ${crowd}) n;
       INSERT INTO guild_members (guild_id, user_id) SELECT ${demo.otherGuildId}, n FROM generate_series(1, ${crowd}) n;
       UPDATE guild_members SET balance = balance + 7 WHERE guild_id = ${demo.otherGuildId} AND user_id = 11999;
       ANALYZE guild_members`,
    );
  });

  it('shows how far it is, and then who differs, with the keyboard alone', async () => {
    const page = await browser.open({ as: 'admin' });
    const by = keyboardOn(page);
    const main = page.getByRole('main');
    await page.goto('/admin/database');
    await by.follow(main.getByRole('link', { name: 'Ledger check' }).first());
    await by.follow(page.getByRole('button', { name: 'Check' }));
    const id = pathOf(page).split('/').at(-1) ?? '';
    await main.getByText('Waits for a worker.').waitFor();
    let loads = 0;
    page.on('load', () => loads++);

    let goOn = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const gated: Work = async function* (deps, order) {
      for await (const step of checkAllAccounts(deps, order)) {
        if (step.done > 10_000) await gate;
        yield step;
      }
    };
    const { database, redis } = panel;
    const deps = { db: database.db, redis: redis.redis, clock: systemClock, log: silent };
    const works = { 'ledger-check': gated };
    const never = new AbortController().signal;
    const worker = carryOut({ ...deps, partitions: 2, features: [] }, works, id, never);
    await main.getByText(/^10,000 of 12,\d+ members/).waitFor();
    expect(await main.getByRole('progressbar').getAttribute('value')).to.equal('10000');
    goOn();
    expect(await worker).to.equal('over');
    await main
      .getByText(/^[\d,]+ members? differs?$/)
      .first()
      .waitFor();
    expect(await textOf(main.getByRole('row').filter({ hasText: 'u11999' }))).to.match(/7\s*0/);
    expect(loads, 'the page was loaded again').to.equal(0);
  });
});
