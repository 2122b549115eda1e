import { expect } from 'chai';
import { MINUTE, SECOND } from '../core/clock.ts';
import { readNow } from '../db/now.ts';
import { useDatabase } from '../testing/database.ts';
import { latestStatuses, type StatusRow, saveStatuses } from './store.ts';

const row = (changes: Partial<StatusRow> = {}): StatusRow => ({
  process: 'shards-0',
  shard: 0,
  state: 'attached',
  sessionId: 'a',
  latencyMs: 40,
  guilds: 3,
  intents: 513,
  gaps: 0,
  shards: 2,
  gapAt: null,
  attachedAt: new Date(1_000),
  resumedAt: null,
  identifiedAt: null,
  startedAt: new Date(0),
  beatAt: new Date(1_000),
  ...changes,
});

describe('heartbeats', () => {
  const database = useDatabase();

  it('replace the one before', async () => {
    await saveStatuses(database.db, [row(), row({ shard: 1 })]);
    await saveStatuses(database.db, [row({ guilds: 4, latencyMs: null, beatAt: new Date(2_000) })]);
    const latest = await latestStatuses(database.db, [0, 1, 2]);
    expect([...latest.keys()]).to.deep.equal([0, 1]);
    expect(latest.get(0)).to.include({ guilds: 4, intents: 513, latencyMs: null });
  });

  it('are found whichever process wrote the last one', async () => {
    await saveStatuses(database.db, [row({ process: 'shards-1', gaps: 2, beatAt: new Date(9_000) })]);
    expect((await latestStatuses(database.db, [0])).get(0)).to.include({ process: 'shards-1', gaps: 2 });
  });

  it('are dated by Postgres, though the clock of their host is wrong', async () => {
    const { db } = database;
    const host = Date.now() - 10 * MINUTE;
    const ago = (ms: number) => new Date(host - ms);
    const beat = row({ shard: 5, gaps: 1, gapAt: ago(MINUTE), attachedAt: ago(SECOND), beatAt: ago(0) });
    await saveStatuses(db, [{ ...beat, startedAt: ago(MINUTE) }]);
    const [first] = await db('bot_statuses').where({ shard: 5 });
    const now = await readNow(database);
    const near = (at: Date, ms: number) => expect(now - at.getTime()).to.be.closeTo(ms, 5 * SECOND);
    near(first.beat_at, 0);
    near(first.attached_at, SECOND);
    near(first.started_at, MINUTE);
    near(first.gap_at, MINUTE);
    const read = (await latestStatuses(db, [5], () => host)).get(5);
    expect(Number(read?.gapAt)).to.be.closeTo(host - MINUTE, 5 * SECOND);
    await saveStatuses(db, [{ ...beat, process: 'shards-1', gapAt: ago(MINUTE + 10 * SECOND) }]);
    const times = await db('bot_statuses').where({ shard: 5 }).pluck('gap_at');
    expect(times.map(Number), 'the time of a gap stays').to.deep.equal(Array(2).fill(Number(first.gap_at)));
    await saveStatuses(db, [{ ...beat, shards: 3, process: 'shards-2', gapAt: ago(0) }]);
    const [another] = await db('bot_statuses').where({ shard: 5, process: 'shards-2' });
    near(another.gap_at, 0);
  });

  it('of no shards are no work', async () => {
    await saveStatuses(database.db, []);
    expect(await latestStatuses(database.db, [])).to.deep.equal(new Map());
  });
});
