import { expect } from 'chai';
import { seedCluster } from '../../scripts/screenshots/cluster.ts';
import { useApi } from '../testing/api.ts';

describe('what the API tells of the cluster', () => {
  const api = useApi();
  let token = '';
  let alarm = '';

  before(async () => {
    const now = Date.now();
    alarm = await seedCluster(api.database.db, { now, text: (plain) => plain });
    ({ token } = await api.makeKey({ scopes: ['read'] }));
  });

  const items = async (path: string) => {
    const { status, body } = await api.ask('GET', `/api/v1${path}`, { token });
    expect(status, path).to.equal(200);
    return body.items as Record<string, unknown>[];
  };

  it('processes, and which of them are silent', async () => {
    const workers = await items('/process-statuses?role=workers');
    expect(workers.map(({ process, silent }) => [process, silent])).to.deep.equal([
      ['workers-harbor-0', false],
      ['workers-harbor-1', true],
    ]);
    expect(await items('/process-statuses')).to.have.length(6);
    expect(await items('/process-statuses?limit=2')).to.have.length(2);
  });

  it('each shard once, as of its last heartbeat', async () => {
    const { db } = api.database;
    const times = { started_at: new Date(0), beat_at: new Date(0) };
    await db('bot_statuses').insert({ process: 'former', shard: 0, state: 'stopped', ...times });
    const shards = await items('/bot-statuses?sort=-shard');
    expect(shards.map(({ shard, state }) => [shard, state])).to.deep.equal([
      [3, 'attached'],
      [2, 'attaching'],
      [1, 'attached'],
      [0, 'attached'],
    ]);
    expect(await items('/bot-statuses?state=attaching')).to.have.length(1);
  });

  it('alarms, standing and over', async () => {
    expect((await items('/alarms?state=standing')).map(({ id }) => id)).to.deep.equal([alarm]);
    expect((await items('/alarms?state=over&kind=gap')).map(({ subject }) => subject)).to.deep.equal([
      'shard 1',
    ]);
    const { body } = await api.ask('GET', `/api/v1/alarms/${alarm}`, { token });
    expect(body).to.include({ kind: 'dead-process', clearedAt: null });
    expect((await api.ask('GET', '/api/v1/alarms/999', { token })).status).to.equal(404);
  });

  it('queues', async () => {
    await api.deps
      .queue('events', { index: 0, of: 1 })
      .add('batch', { shard: 0, events: [] }, { jobId: 'a', timestamp: api.deps.clock() - 5_000 });
    const [events] = await items('/queues');
    expect(events).to.include({ name: 'events', waiting: 1 });
    expect(events?.oldest).to.be.within(5_000, 15_000);
  });
});
