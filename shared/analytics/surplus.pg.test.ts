import { expect } from 'chai';
import { DAY, HOUR } from '../core/clock.ts';
import { keepPartitions } from '../db/partitions.ts';
import { askTogether } from '../db/together.ts';
import { useDatabase } from '../testing/database.ts';
import { keepRecords } from './keep-records.ts';
import { click, uuid, view } from './records.fixture.ts';
import type { SurplusRecord } from './records.ts';
import { findStaleHours, rollUp } from './roll-up.ts';
import { surplusOf } from './surplus-sums.ts';
import { readTop } from './tops.ts';

const now = Date.UTC(2026, 10, 20, 12, 30);

describe('views and clicks', () => {
  const database = useDatabase();
  before(() => keepPartitions(database.db, now));

  const rollUpAll = async () => {
    for (const stale of await findStaleHours(database, 100)) await rollUp(database, stale);
  };
  const top = async (stat: Parameters<typeof readTop>[1]['stat'], period: '24h' | '30d' = '24h') =>
    (await readTop(database, { stat, period, limit: 10, now })).map(({ label, count }) => [label, count]);

  it('of which no details were kept are in totals and charts all the same, once', async () => {
    const more = (number: number, given: Partial<SurplusRecord>) => ({
      ...{ id: uuid(number), at: now - (now % HOUR), of: 'clicks', label: '5', bot: false, count: 9_000 },
      ...{ sum: 0, most: 0, ...given },
    });
    const rows = [
      more(1, {}),
      more(2, { count: 500 }),
      more(3, { bot: true, count: 7 }),
      more(4, { of: 'views', label: '/a', count: 2, sum: 50, most: 40 }),
      more(5, { at: now - 3_650 * DAY }),
    ];
    await keepRecords(database, 'clicks', [click(1, { at: now, redirect: '5' })]);
    await keepRecords(database, 'views', [view(1, { at: now, ms: 10 })]);
    await rollUpAll();
    for (const _ of [1, 2])
      expect(await keepRecords(database, 'surplus', rows)).to.deep.equal({ dropped: 1 });
    await rollUpAll();
    expect(await top('clicks')).to.deep.equal([['5', 9_501]]);
    expect(await top('clicks-bots', '30d')).to.deep.equal([['5', 7]]);
    const views = await readTop(database, { stat: 'slow-pages', period: '24h', limit: 5, now });
    expect(views).to.deep.equal([{ label: '/a', count: 3, sum: 60, most: 40 }]);
    expect(await top('ips'), 'nobody knows of whom they were').to.deep.equal([['192.0.2.1', 1]]);
    const asked = { period: '24h', now } as const;
    expect(
      await askTogether(database.db, [
        surplusOf('clicks', { label: '5', ...asked }),
        surplusOf('views', asked),
      ]),
    ).to.deep.equal([9_507, 2]);
  });
});
