import { expect } from 'chai';
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

  it('of no shards are no work', async () => {
    await saveStatuses(database.db, []);
    expect(await latestStatuses(database.db, [])).to.deep.equal(new Map());
  });
});
