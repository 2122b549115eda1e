import { expect } from 'chai';
import { systemClock } from '../core/clock.ts';
import { useDatabase } from '../testing/database.ts';
import { tablesScanned } from '../testing/plans.ts';
import { useRedis } from '../testing/redis.ts';
import { claimRun, findWaitingRuns } from './claim.ts';
import { lastDone, listRuns } from './list.ts';
import { checkOrphans } from './orphan-check.ts';

describe('maintenance of which there was much', () => {
  const database = useDatabase();
  const redis = useRedis();

  before(async () => {
    await database.db.raw(`
      INSERT INTO maintenance_runs (kind, state, asked_by, asked_at, finished_at)
        SELECT CASE WHEN i % 10 = 0 THEN 'recount' ELSE 'ledger-check' END, 'done', 'x', now(), now() FROM generate_series(1, 20000) i;
      INSERT INTO operations (id, guild_id, kind, outcome) SELECT 'int:' || i, 1 + i % 2, 'x', '{}' FROM generate_series(1, 25000) i;
      INSERT INTO guilds (id) VALUES (1);
      ANALYZE maintenance_runs, operations`);
  });

  it('is listed and claimed by indexes', async () => {
    const { db } = database;
    const scanned = await tablesScanned(db, async () => {
      for (const kind of [undefined, 'recount'] as const)
        for (const before of [undefined, '15000']) await listRuns({ db }, { kind, before, limit: 50 });
      await lastDone({ db }, 'recount', '1');
      await findWaitingRuns({ db });
    });
    expect(scanned).to.not.include('maintenance_runs');
    expect((await claimRun({ db }, '7')).is).to.equal('over');
  });

  it('walks tables by their keys, and counts each row once', async () => {
    const order = { run: '1', guild: null, table: null, done: 0, cursor: null, result: null };
    const { db } = database;
    const deps = { db, redis: redis.redis, clock: systemClock, partitions: 1, features: [] };
    const steps: unknown[] = [];
    const scanned = await tablesScanned(database.db, async () => {
      for await (const step of checkOrphans(deps, { ...order, signal: new AbortController().signal }))
        steps.push([step.done, step.result]);
    });
    expect(scanned).to.not.include('operations');
    expect(steps).to.have.length(4);
    expect(steps.at(-1)).to.have.deep.nested.property('[1].orphans', 12_500);
    expect(steps.at(-1)).to.have.nested.property('[0]', 25_000);
  });
});
