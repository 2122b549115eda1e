import { expect } from 'chai';
import { SECOND } from '../core/clock.ts';
import { silent } from '../core/log.ts';
import { useDatabase } from '../testing/database.ts';
import { startHeartbeat } from './heartbeat.ts';

describe('the heartbeat of a process', () => {
  const database = useDatabase();
  const own = { role: 'web', siblings: 2, dataDir: '.' } as const;
  const clock = () => 10_000;
  const start = (process: string, db = database.db) =>
    startHeartbeat({ db, clock, log: silent }, { process, ...own });
  const found = (process: string) => database.db('process_statuses').where({ process }).first();

  it('says from the start how it does, and at last how it ended', async () => {
    const [told, failing] = [start('a'), start('b')];
    told.leave();
    await Promise.all([told.close(0), failing.close(1)]);
    const row = await found('a');
    expect(row).to.include({ state: 'stopped', role: 'web', siblings: 2, pid: process.pid });
    expect(row.version).to.match(/^\d+\.\d+\.\d+/);
    expect(Number(row.memory)).to.be.above(10e6);
    expect(Number(row.disk_total)).to.be.above(Number(row.disk_free));
    expect(Number(row.beat_at), 'by the clock of Postgres').to.be.closeTo(Date.now(), 60 * SECOND);
    expect(row.lag_ms).to.be.within(0, 5 * SECOND);
    expect((await found('b')).state).to.equal('failed');
  });

  it('ends nothing where Postgres is away, and says that it was', async () => {
    let time = 10_000;
    const db = Object.assign((() => {}) as unknown as typeof database.db, {
      raw: () => Promise.reject(new Error('away')),
    });
    const heartbeat = startHeartbeat({ db, clock: () => time, log: silent }, { process: 'c', ...own });
    time = 20_000;
    await heartbeat.close(0);
    expect(heartbeat.steadySince()).to.equal(20_000);
  });
});
