import { expect } from 'chai';
import { keepRecords } from '../../shared/analytics/keep-records.ts';
import { click, uuid } from '../../shared/analytics/records.fixture.ts';
import { ensurePartitions } from '../../shared/db/partitions.ts';
import { reserved } from '../../shared/redirects/reserved.ts';
import { pages, publicPages } from '../pages/index.ts';
import { listBoardRoutes, listOpsRoutes } from '../routes.ts';
import { useApi } from '../testing/api.ts';

const path = '/api/v1/redirects';

describe('short links through the API', () => {
  const api = useApi();
  let token = '';
  before(async () => {
    ({ token } = await api.makeKey());
  });
  const make = (body: object, as = token) => api.ask('POST', path, { token: as, body });
  const target = 'https://example.com/';

  it('are made, read, changed, listed and deleted, by keys of every guild', async () => {
    const made = await make({ name: 'Rules', target: 'https://EXAMPLE.com', note: ' the  rules ' });
    expect(made.status).to.equal(201);
    expect(made.body).to.include({
      name: 'rules',
      target,
      note: 'the rules',
      enabled: true,
      createdBy: 'test',
    });
    const one = `${path}/${made.body.id}`;
    const change = (etag: string) =>
      api.ask('PATCH', one, { token, body: { enabled: false }, headers: { 'if-match': etag } });
    const changed = await change('"1"');
    expect([changed.status, changed.body.enabled, changed.headers.get('etag')]).eql([200, false, '"2"']);
    expect((await change('"1"')).status).to.equal(412);
    expect((await api.ask('GET', `${path}?name=RULES`, { token })).body.items).to.have.length(1);
    const { token: narrow } = await api.makeKey({ guilds: ['1'] });
    expect((await make({ name: 'b', target }, narrow)).body).to.include({ code: 'forbidden' });
    const removed = await api.ask('DELETE', one, { token, headers: { 'if-match': '"2"' } });
    expect([removed.status, (await api.ask('GET', one, { token })).status]).eql([204, 404]);
  });

  it('are refused field by field: names that are taken or reserved, targets that are none or here', async () => {
    await make({ name: 'taken', target });
    const here = new URL(api.origin).host;
    const refused: [body: object, code: string, field: string][] = [
      [{ name: 'TAKEN', target }, 'taken', 'name'],
      [{ name: 'straße', target }, 'bad-input', 'name'],
      [{ name: 'a', target: 'javascript:alert(1)' }, 'bad-input', 'target'],
      [{ name: 'a', target: `http://${here}/a` }, 'bad-input', 'target'],
      [{ name: 'a', target: `http://localhost:${new URL(api.origin).port}/r/a` }, 'bad-input', 'target'],
      [{ name: 'a', target: `${target}${'x'.repeat(10_000)}` }, 'bad-input', 'target'],
      [{ name: 'a', target, note: 'x'.repeat(201) }, 'bad-input', 'note'],
    ];
    for (const [body, code, field] of refused) {
      const { body: problem } = await make(body);
      expect(problem, JSON.stringify(body).slice(0, 80)).to.include({ code });
      expect(problem).to.have.nested.property('fields[0].path', field);
    }
  });

  it('are called nothing that any route of the site begins with', async () => {
    const routes = [listOpsRoutes(api.deps), listBoardRoutes(api.deps)].flatMap(({ stack }) => stack);
    const paths = [...publicPages, ...pages, ...routes].map(({ path: served }) => String(served));
    const firsts = new Set(
      [...paths, '/api/v1', '/static/x', '/r/x'].map((served) => served.split('/')[1] ?? ''),
    );
    expect([...firsts]).to.include.members(['admin', 'healthz', 'mycases']);
    expect([...firsts].filter((first) => first !== '' && !reserved.has(first))).eql([]);
  });

  it('list their clicks page by page, people and bots apart', async () => {
    const { body } = await make({ name: 'clicked', target });
    const redirect = String(body.id);
    const at = api.deps.clock();
    await ensurePartitions(api.deps.db, { table: 'redirect_clicks', by: 'month', from: at, to: at });
    const rows = [
      click(1, { at, redirect }),
      click(2, { at, redirect }),
      click(3, { at: at - 1, redirect, bot: true }),
    ];
    await keepRecords(api.deps, 'clicks', rows);
    const list = async (query: string) =>
      (await api.ask('GET', `${path}/${redirect}/clicks?${query}`, { token })).body;
    const ids = ({ items }: Record<string, unknown>) => (items as { id: string }[]).map(({ id }) => id);
    const first = await list('limit=2');
    expect(ids(first)).eql([uuid(1), uuid(2)]);
    expect(ids(await list(`limit=2&cursor=${first.next}`))).eql([uuid(3)]);
    expect(ids(await list('by=bots'))).eql([uuid(3)]);
    expect(await list(`from=${new Date(at + 1).toISOString()}`)).eql({ items: [], next: null });
  });
});
