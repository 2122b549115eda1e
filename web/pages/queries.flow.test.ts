import { expect } from 'chai';
import { type Demo, demoPassword, seedDemo } from '../../scripts/screenshots/demo.ts';
import { fillPath, shown } from '../../scripts/screenshots/paths.ts';
import { countQueries } from '../../shared/testing/queries.ts';
import { itReadsLittle } from '../../shared/testing/reads-little.ts';
import type { Browser } from '../testing/browser.ts';
import { usePanel } from '../testing/panel.ts';

const listed =
  /(members|ledger|cases|warnings|failed-effects|reports|appeals|firings|attachments|audit|search)$/;
const most = 8; // statements for one page: each is a round trip, and a page has a tenth of a second

describe('what a page asks of Postgres', () => {
  const panel = usePanel();
  let demo: Demo;
  let owner: Browser;

  before(async function () {
    this.timeout(120_000);
    demo = await seedDemo(panel.database, { now: Date.now() });
    owner = panel.visit();
    await owner.logIn('owner', demoPassword);
  });

  const tooMany = async (paths: Pick<(typeof shown)[number], 'path' | 'access'>[], query = '') => {
    const found: Record<string, string[]> = {};
    for (const { path, access } of paths) {
      const visitor = access === 'public' ? panel.visit() : owner;
      const sent = await countQueries(panel.database.db, async () => {
        expect((await visitor.get(fillPath(path, demo) + query)).status, path).to.equal(200);
      });
      if (sent.length > most) found[path] = sent;
    }
    return found;
  };

  it(`is ${most} statements at most`, async function () {
    this.timeout(60_000);
    expect(await tooMany(shown)).to.deep.equal({});
  });

  it('is no more where a list is filtered', async function () {
    this.timeout(60_000);
    const whose = {
      find: demo.userId,
      member: demo.userId,
      search: 'a',
      q: 'a',
      by: 'ada',
      actor: 'staff:1',
    };
    const query = new URLSearchParams({
      ...whose,
      guild: demo.guildId,
      from: '2026-01-01',
      to: '2030-01-01',
    });
    const lists = shown.filter(({ path }) => listed.test(path));
    expect(await tooMany(lists, `?${query}`)).to.deep.equal({});
  });

  itReadsLittle(panel.database);
});
