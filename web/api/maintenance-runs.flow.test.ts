import { expect } from 'chai';
import { useApi } from '../testing/api.ts';

const path = '/api/v1/maintenance-runs';

describe('maintenance through the API', () => {
  const api = useApi();

  it('is begun once, read and cancelled, by keys of every guild', async () => {
    const { token } = await api.makeKey();
    await api.database.db('guilds').insert({ id: '100' });
    const ask = (method: string, rest = '', body?: unknown) =>
      api.ask(method, `${path}${rest}`, { token, body });
    const begun = await ask('POST', '', { kind: 'cache-flush', guild: '100' });
    expect(begun.status).to.equal(202);
    expect(begun.body).to.include({ state: 'waiting', guild: '100', table: null, done: 0, askedBy: 'test' });
    const again = await ask('POST', '', { kind: 'cache-flush', guild: '100' });
    expect([again.status, again.body.id]).to.deep.equal([202, begun.body.id]);
    const vacuum = await ask('POST', '', { kind: 'vacuum', table: 'bytes' });
    const { body } = await ask('GET', '?kind=vacuum');
    expect(body.items).to.have.length(1);
    const other = await ask('POST', '', { kind: 'vacuum', table: 'guilds' });
    expect(other.body, 'of another table').to.include({ state: 'waiting', table: 'guilds' });
    expect(body).to.have.nested.include({ 'items[0].table': 'bytes', 'items[0].guild': null });
    const queued = await api.deps.queue('maintenance', { index: 0, of: api.deps.partitions }).getJobs();
    expect(queued.map(({ id }) => id)).to.have.members([
      `run-${begun.body.id}`,
      `run-${vacuum.body.id}`,
      `run-${other.body.id}`,
    ]);

    for (let i = 0; i < 2; i++)
      expect((await ask('POST', `/${begun.body.id}/cancel`)).body).to.include({ state: 'cancelled' });
    await api.database
      .db('maintenance_runs')
      .where({ id: vacuum.body.id })
      .update({
        state: 'done',
        total: 0,
        result: JSON.stringify({
          tables: 1,
          before: 9,
          after: 8,
          slowest: [{ table: 'bytes', ms: 1, before: 9, after: 8 }],
        }),
      });
    expect((await ask('GET', '?kind=vacuum')).body).to.have.nested.include({
      'items[1].result.slowest[0].table': 'bytes',
    });

    for (const wrong of [
      { kind: 'cache-flush' },
      { kind: 'cache-flush', guild: '9' },
      { kind: 'retention', table: 'bytes' },
      { kind: 'x' },
    ])
      expect((await ask('POST', '', wrong)).status, JSON.stringify(wrong)).to.equal(400);
    expect((await ask('GET', '/999')).status).to.equal(404);
    expect((await ask('POST', '/999/cancel')).status).to.equal(404);
    const { token: narrow } = await api.makeKey({ guilds: ['100'] });
    const wish = { kind: 'cache-flush', guild: '100' };
    expect((await api.ask('POST', path, { token: narrow, body: wish })).status).to.equal(403);
  });
});
