import { expect } from 'chai';
import { HOUR, MINUTE } from '../core/clock.ts';
import { ensurePartitions } from '../db/partitions.ts';
import { useDatabase } from '../testing/database.ts';
import { blocksRead, tablesScanned } from '../testing/plans.ts';
import { searchViews, type ViewPlace, type ViewSearch } from './view-search.ts';

const many = 20_000;
const now = Date.UTC(2026, 10, 20, 12);
const rare = '2001:db8::7';

describe('looking for page views', () => {
  const database = useDatabase();

  before(async function () {
    this.timeout(20_000);
    await ensurePartitions(database.db, { table: 'page_views', by: 'day', from: now - 24 * HOUR, to: now });
    await database.db.raw(
      `INSERT INTO page_views (id, at, method, path, route, status, ms, ip, bot)
       SELECT gen_random_uuid(), ?::timestamptz - i * interval '4 seconds', 'GET', '/' || i,
         CASE WHEN i % 7 = 0 THEN NULL WHEN i % 5000 = 1 THEN '/rare' ELSE '/usual' END,
         CASE WHEN i % 4000 = 2 THEN 500 WHEN i % 3 = 0 THEN 404 ELSE 200 END, 5,
         CASE WHEN i % 400 = 3 THEN '${rare}' ELSE '192.0.2.1' END::inet, i > ${many - 10}
       FROM generate_series(1, ${many}) i`,
      [new Date(now)],
    );
    await database.db.raw('ANALYZE page_views');
  });

  /** All pages of a search, and how many they were. */
  async function walk(search: ViewSearch, limit: number): Promise<{ paths: string[]; pages: number }> {
    const paths: string[] = [];
    let pages = 0;
    for (let before: ViewPlace | undefined, isOver = false; !isOver; pages++) {
      const { views, next } = await searchViews(database, search, { before, limit });
      paths.push(...views.map(({ path }) => path));
      [before, isOver] = [next, next === undefined];
    }
    return { paths, pages };
  }

  it('finds each once, the latest first, by whatever was asked for', async () => {
    const { paths } = await walk({ ip: rare }, 7);
    expect(paths).to.have.length(many / 400);
    expect(paths.slice(0, 2)).to.deep.equal(['/3', '/403']);
    expect(new Set(paths).size).to.equal(paths.length);
    expect((await walk({ route: '/rare' }, 50)).paths).to.have.length(3);
    expect((await walk({ status: '5xx' }, 50)).paths).to.have.length(5);
    expect((await walk({ ip: rare, status: '404' }, 50)).paths).to.have.length(17);
    expect((await walk({ route: 'none', ip: rare }, 50)).paths).to.have.length(7);
  });

  it('goes on behind what it looked through where that had none', async () => {
    const { paths, pages } = await walk({ by: 'bots' }, 50);
    expect(paths).to.have.length(10);
    expect(pages).to.be.greaterThan(1);
  });

  it('reads no partition from end to end, and no more than it may', async () => {
    const place = { at: new Date(now - 30 * MINUTE), id: '00000000-0000-4000-8000-000000000000' };
    const searches: ViewSearch[] = [
      {},
      { ip: rare },
      { route: '/usual' },
      { status: '404' },
      { status: '5xx' },
      { by: 'bots' },
      { route: '/usual', status: '404', by: 'bots' },
    ];
    for (const search of searches)
      for (const before of [undefined, place]) {
        const ask = () => searchViews(database, search, { before, limit: 50 });
        expect(await tablesScanned(database.db, ask), JSON.stringify(search)).to.deep.equal([]);
      }
    expect(await blocksRead(database.db, () => searchViews(database, {}, { limit: 50 }))).to.be.lessThan(40);
  });

  it('shows networks of addresses that were cut short, and finds them', async () => {
    await database.db('page_views').where({ path: '/10' }).update({ ip: '192.0.2.0/24' });
    const { views } = await searchViews(database, { ip: '192.0.2.0/24' }, { limit: 5 });
    expect(views.map(({ path, ip }) => [path, ip])).to.deep.equal([['/10', '192.0.2.0/24']]);
  });
});
