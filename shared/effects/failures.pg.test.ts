import { expect } from 'chai';
import { useDatabase } from '../testing/database.ts';
import { blocksRead, tablesScanned } from '../testing/plans.ts';
import { listFailures } from './failures.ts';

describe('lists of very much that failed', () => {
  const database = useDatabase();
  const quiet = ['101', '102', '103'];

  before(async () => {
    await database.db.raw(`
      INSERT INTO failed_effects (job, guild_id, effect, status, code, why)
        SELECT i, 100 + CASE WHEN i < 200 THEN 1 + i % 2 ELSE 0 END, '{"kind":"react"}', 403, '1', ''
        FROM generate_series(1, 10000) i;
      ANALYZE failed_effects`);
  });

  it('read no table from end to end', async () => {
    for (const guilds of [null, ['100'], quiet])
      expect(await tablesScanned(database.db, () => listFailures(database, guilds, { limit: 50 }))).eql([]);
  });

  it('of quiet guilds read nothing of the loud ones', async () => {
    const list = () => listFailures(database, quiet, { limit: 50 });
    expect((await list()).map(({ job }) => Number(job)).slice(0, 3)).to.deep.equal([199, 198, 197]);
    expect(await blocksRead(database.db, list)).to.be.below(60);
  });
});
