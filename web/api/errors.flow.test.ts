import { expect } from 'chai';
import { ensurePartitions } from '../../shared/db/partitions.ts';
import { addTo, emptyBatch } from '../../shared/errors/batch.ts';
import { saveBatch } from '../../shared/errors/save.ts';
import { useApi } from '../testing/api.ts';

const path = '/api/v1/errors';

describe('errors through the API', () => {
  const api = useApi();

  it('are found by the id that somebody was told, resolved and opened again, by keys of every guild', async () => {
    const { db } = api.database;
    const at = Date.now();
    await ensurePartitions(db, { table: 'error_occurrences', by: 'day', from: at, to: at });
    await ensurePartitions(db, { table: 'hourly_stats', by: 'month', from: at, to: at });
    const batch = emptyBatch();
    const thrown = { type: '<b>E', code: null, causes: [], message: 'm', stack: 's' };
    for (const told of ['aaaaaaaa', 'bbbbbbbb'])
      addTo(batch, { at, process: 'web-0', ...thrown, told, ip: '::1', facts: { logged: 'request failed' } });
    addTo(batch, {
      at,
      process: 'web-0',
      ...thrown,
      type: 'Other',
      told: undefined,
      ip: undefined,
      facts: {},
    });
    await saveBatch(api.database, batch);

    const { token } = await api.makeKey();
    const ask = (method: string, rest: string, as = token) =>
      api.ask(method, `${path}${rest}`, { token: as });
    const found = await ask('GET', '?told=bbbbbbbb');
    expect(found.body.items).to.have.length(1);
    expect(found.body).to.have.nested.include({ 'items[0].type': '<b>E', 'items[0].occurrences': 2 });
    const [{ id }] = found.body.items as [{ id: string }];
    const shown = await ask('GET', `/${id}/occurrences`);
    expect(shown.body).to.have.nested.include({ 'items[1].process': 'web-0', 'items[1].ip': '::1' });

    for (let i = 0; i < 2; i++)
      expect((await ask('POST', `/${id}/resolve`)).body).to.include({ id, resolvedBy: 'test' });
    expect((await ask('GET', '?state=open')).body.items).to.have.length(1);
    expect((await ask('POST', `/${id}/reopen`)).body).to.include({ resolvedAt: null });
    const first = await ask('GET', '?state=open&limit=1');
    const second = await ask('GET', `?state=open&limit=1&cursor=${String(first.body.next)}`);
    const ids = [first, second].flatMap(({ body }) => body.items as { id: string }[]).map((one) => one.id);
    expect([new Set(ids).size, second.body.next]).to.deep.equal([2, null]);

    expect((await ask('GET', '/999')).status).to.equal(404);
    expect((await ask('POST', '/999/resolve')).status).to.equal(404);
    const { token: narrow } = await api.makeKey({ guilds: ['1'] });
    for (const [method, rest] of [
      ['GET', ''],
      ['GET', `/${id}`],
      ['GET', `/${id}/occurrences`],
      ['POST', `/${id}/resolve`],
    ] as const)
      expect((await ask(method, rest, narrow)).status, rest).to.equal(403);
  });
});
