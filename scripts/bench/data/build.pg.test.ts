import { expect } from 'chai';
import { checkLedger } from '../../../shared/bytes/check-ledger.ts';
import { useDatabase } from '../../../shared/testing/database.ts';
import { buildData } from './build.ts';
import { membersOf, type Sizes } from './sizes.ts';

const sizes: Sizes = {
  large: 600,
  many: { guilds: 2, members: 100 },
  few: { guilds: 20, members: 10 },
  active: { days: 12, transfers: 4 },
  span: 20,
  busy: 30,
  cases: 60,
  firings: 60,
  attachments: 60,
  audits: 60,
  operations: 20,
  views: 400,
  usages: 100,
  clicks: 100,
  errors: { kinds: 5, occurrences: 50 },
  jobs: 50,
  days: 2,
};

describe('data for benches', () => {
  const database = useDatabase();
  const count = async (table: string) => Number((await database.db(table).count())[0]?.count);
  const build = () =>
    buildData({ url: database.url, say: () => {} }, { sizes, now: Date.now(), schema: 'test' });

  it('has a ledger that says what its members have, and as many rows as were asked for', async () => {
    await build();
    const differences: unknown[] = [];
    for await (const page of checkLedger(database)) differences.push(...page.differences);
    expect(differences).to.deep.equal([]);
    const all = membersOf(sizes);
    expect(await count('guild_members')).to.be.within(all, all + 100); // with the demo's
    const rows = all + (all / 10) * (12 + 4) + ((all * 9) / 10) * 2 + 2 * sizes.busy;
    expect(await count('bytes')).to.be.within(rows, rows + 2_500);
    expect(await count('page_views')).to.be.within(sizes.views, sizes.views + 100);
    const { rows: missing } = await database.db.raw(
      'SELECT name FROM bench.indexes WHERE to_regclass(name) IS NULL',
    );
    expect(missing).to.deep.equal([]);
  });

  it('goes on where it was broken off, and is then as if it had not been', async () => {
    const before = await count('bytes');
    await database.db.raw(`
      UPDATE bench.world SET finished_at = NULL;
      DELETE FROM bench.done WHERE step = 'attachments';
      DELETE FROM file_attachments WHERE name LIKE 'holiday-%'`);
    await build();
    expect(await count('bytes')).to.equal(before);
    expect(await database.db('file_attachments').whereLike('name', 'holiday-%')).to.have.length(
      sizes.attachments,
    );
    expect(await build()).to.have.nested.property('demo.guildId');
  });
});
