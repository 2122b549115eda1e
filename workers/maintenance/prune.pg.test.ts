import { expect } from 'chai';
import { DAY, HOUR, MINUTE } from '../../shared/core/clock.ts';
import { pruned, retention } from '../../shared/db/retention.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { tablesScanned } from '../../shared/testing/plans.ts';
import { pruneOldRows } from './prune.ts';

const night = Date.UTC(2026, 10, 20, 3, 5);

describe('what is kept for a time only', () => {
  const database = useDatabase();
  const failures = async () => Number((await database.db('failed_effects').count({ n: '*' }).first())?.n);
  const prune = (now: number) => pruneOldRows({ db: database.db, clock: () => now });

  before(async () => {
    // one a minute; the first 12,000 are older than thirty days
    await database.db.raw(
      `INSERT INTO failed_effects (job, guild_id, effect, status, code, why, failed_at)
       SELECT n, 1, '{"kind":"react"}', 403, '1', '', ?::timestamptz + n * interval '1 minute'
       FROM generate_series(1, 20000) n`,
      [new Date(night - 30 * DAY - 12_001 * MINUTE)],
    );
    await database.db.raw('ANALYZE failed_effects');
  });

  it('stays by day', async () => {
    await prune(night + HOUR);
    await prune(night - HOUR);
    expect(await failures()).to.equal(20_000);
  });

  it('goes at night, whoever does it, and however often', async () => {
    await Promise.all([prune(night), prune(night)]);
    await prune(night);
    expect(await failures()).to.equal(8_000);
    const oldest = await database.db('failed_effects').min({ at: 'failed_at' }).first();
    expect(oldest?.at.getTime()).to.equal(night - 30 * DAY);
  });

  it('is found by an index, and is a table that there is', async () => {
    expect(await tablesScanned(database.db, () => prune(night))).to.not.include('failed_effects');
    for (const { table, since } of pruned) {
      const { rows } = await database.db.raw(
        `SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
         WHERE i.indrelid = ?::regclass AND a.attname = ? AND i.indpred IS NULL`,
        [table, since],
      );
      expect(rows, `index of ${table} by ${since}`).to.have.length.above(0);
    }
    const { rows: partitioned } = await database.db.raw(
      'SELECT relname AS name FROM pg_class WHERE oid IN (SELECT partrelid FROM pg_partitioned_table) ORDER BY 1',
    );
    const told = retention.filter(({ is }) => is === 'partitions').map(({ table }) => table);
    expect(partitioned.map(({ name }: { name: string }) => name)).to.deep.equal(told.toSorted());
  });
});
