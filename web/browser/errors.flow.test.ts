import { expect } from 'chai';
import { seedDemo } from '../../scripts/screenshots/demo.ts';
import { openLog, silent } from '../../shared/core/log.ts';
import { collectErrors } from '../../shared/errors/collect.ts';
import { usePanel } from '../testing/panel.ts';
import { mouseOn } from './hands.fixture.ts';
import { useBrowser } from './harness.fixture.ts';
import { textOf } from './steps.fixture.ts';

describe('the error that somebody was told an id of', function () {
  this.timeout(120_000);
  const errors = collectErrors();
  const log = openLog('web-test-0', 'error', { to: { write() {} }, errors });
  const panel = usePanel({ log });
  const browser = useBrowser(panel);
  let kept: ReturnType<typeof errors.keepIn>;

  before(async () => {
    await seedDemo(panel.database, { now: Date.now() });
    await panel.database.db.raw('ALTER TABLE outage_days RENAME TO gone');
    kept = errors.keepIn({ db: panel.database.db, log: silent });
  });
  after(() => kept.close());

  it('is found by it, resolved, and open again once it comes back', async () => {
    const page = await browser.open({ as: 'admin' });
    const by = mouseOn(page);
    async function fail(): Promise<string> {
      await page.goto('/admin/outage-days');
      browser.faultsOf(page).splice(0);
      await kept.flush();
      return textOf(page.locator('.oops code'));
    }
    async function lookUp(id: string): Promise<string> {
      await page.goto('/admin/errors');
      await by.write(page.getByLabel('Error id'), id);
      await by.follow(page.getByRole('button', { name: 'Show' }));
      return textOf(page.getByRole('main'));
    }
    const id = await fail();
    expect(
      await page.getByRole('link', { name: id }).count(),
      'a link for those who may look it up',
    ).to.equal(1);
    const found = await lookUp(id);
    expect(found).to.contain(`Error id ${id}`).and.contain('GET /admin/outage-days');
    expect(found).to.contain('relation "outage_days" does not exist').and.contain('web-test-0');
    await by.follow(page.getByRole('button', { name: 'Resolve' }));
    expect(await textOf(page.getByRole('main'))).to.match(/Resolved by\s+admin/);
    expect(await lookUp(await fail())).to.match(/Came back\s*once/);
    expect(await page.getByRole('button', { name: 'Resolve' }).count()).to.equal(1);
    expect(await lookUp('no-such-id')).to.contain('No error has this id');
  });
});
