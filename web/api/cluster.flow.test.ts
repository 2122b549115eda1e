import { expect } from 'chai';
import { seedCluster } from '../../scripts/screenshots/cluster.ts';
import { useApi } from '../testing/api.ts';

describe('what the API tells of the cluster', () => {
  const api = useApi();
  let token = '';
  let alarm = '';

  before(async () => {
    const now = Date.UTC(2026, 10, 20, 15, 30); // as pictures have it; heartbeats are of the time that is
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
      'shard 1 at 2026-11-20 06:30:00 UTC',
    ]);
    const { body } = await api.ask('GET', `/api/v1/alarms/${alarm}`, { token });
    expect(body).to.include({ kind: 'dead-process', clearedAt: null });
    expect((await api.ask('GET', '/api/v1/alarms/999', { token })).status).to.equal(404);
  });

  it('and dismisses an alarm of a process, but of nothing that has to be mended', async () => {
    const { db } = api.database;
    const times = { raised_at: new Date(), seen_at: new Date() };
    const [lag] = await db('alarms').insert({ kind: 'disk', subject: 'h', text: 'full', ...times }, ['id']);
    const dismiss = async (id: string, token: string) =>
      api.ask('POST', `/api/v1/alarms/${id}/dismiss`, { token });
    const { token: writer } = await api.makeKey({ scopes: ['alarms:write'] });
    expect((await dismiss(alarm, token)).status).to.equal(403);
    expect((await dismiss(lag?.id ?? '', writer)).body).to.have.nested.property(
      'refusal.is',
      'not-dismissible',
    );
    const { status, body } = await dismiss(alarm, writer);
    expect([status, body.clearedAt !== null]).to.deep.equal([200, true]);
    expect((await dismiss(alarm, writer)).body).to.deep.equal(body);
    expect(await db('audit_entries').where({ action: 'alarm.dismissed' })).to.have.length(1);
    await db('alarms').where({ kind: 'disk' }).delete();
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
