import { expect } from 'chai';
import { saveGuilds } from '../../shared/sync/store.ts';
import { WebhookDelivery } from '../../shared/webhooks/model.ts';
import { useApi } from '../testing/api.ts';

const guild = '1000';
const path = `/api/v1/guilds/${guild}/webhooks`;
const hook = { name: 'Site', url: 'https://site.example/hook', events: ['transfer', 'case', 'case'] };

describe('webhooks through the API', () => {
  const api = useApi();
  let token = '';
  before(async () => {
    await saveGuilds(api.deps, [{ guild, name: 'One', icon: null, owner: '1', memberCount: 1, at: 1 }]);
    ({ token } = await api.makeKey());
  });
  const make = (body: object, at = path, as = token, headers = {}) =>
    api.ask('POST', at, { token: as, body, headers });

  it('are made, read, changed and deleted; their secret is told once, also to who asks again, and kept by nobody', async () => {
    const headers = { 'idempotency-key': 'once' };
    const made = await make(hook, path, token, headers);
    expect([made.status, made.headers.get('etag'), made.body.events]).eql([201, '"1"', ['case', 'transfer']]);
    expect(made.body.secret).to.match(/^whsec_[\w+/]{43}=$/);
    expect((await make(hook, path, token, headers)).body).eql(made.body);
    const secret = String(made.body.secret);
    for (const table of ['webhooks', 'idempotency_keys', 'audit_entries'])
      expect(JSON.stringify(await api.deps.db(table)), table).not.to.include(secret);
    const one = `${path}/${made.body.id}`;
    const { body } = await api.ask('GET', one, { token });
    expect(body).to.include({ guild, name: 'Site', enabled: true, createdBy: 'test' });
    expect(Object.keys(body)).not.to.include.members(['secret']);
    const change = (etag: string, changes: object) =>
      api.ask('PATCH', one, { token, body: changes, headers: { 'if-match': etag } });
    const changed = await change('"1"', { enabled: false });
    expect([changed.status, changed.body.enabled, changed.headers.get('etag')]).eql([200, false, '"2"']);
    expect((await change('"1"', { enabled: true })).status).to.equal(412);
    const renew = await api.ask('POST', `${one}/secret`, { token, headers: { 'if-match': '"2"' } });
    expect([renew.status, renew.body.secret === secret, renew.headers.get('etag')]).eql([200, false, '"3"']);
    const removed = await api.ask('DELETE', one, { token, headers: { 'if-match': '"3"' } });
    expect([removed.status, (await api.ask('GET', one, { token })).status]).eql([204, 404]);
    const actions = await api.deps
      .db('audit_entries')
      .where('action', 'like', 'webhook.%')
      .orderBy('id')
      .pluck('action');
    expect(actions).eql(['created', 'changed', 'secret-renewed', 'removed'].map((what) => `webhook.${what}`));
  });

  it('have their address, by which others can write, told to nobody who may not change it', async () => {
    const { body: made } = await make({
      ...hook,
      name: 'Chat',
      url: 'https://chat.example/api/T0P-SECRET?key=K3Y',
    });
    const one = `${path}/${made.id}`;
    const move = { token, body: { url: 'https://chat.example/api/0THER' }, headers: { 'if-match': '"1"' } };
    expect((await api.ask('PATCH', one, move)).body.url).to.equal(move.body.url);
    const { token: reader } = await api.makeKey({ scopes: ['webhooks:read'] });
    expect((await api.ask('GET', one, { token: reader })).body.url).to.equal('https://chat.example/…');
    expect(JSON.stringify(await api.ask('GET', path, { token: reader }))).not.to.include('0THER');
    await api.ask('DELETE', one, { token, headers: { 'if-match': '"2"' } });
    const entries = await api.deps.db('audit_entries').where('subject', 'Chat').orderBy('id');
    expect(JSON.stringify(entries))
      .to.include('https://chat.example/…')
      .and.not.match(/T0P-SECRET|K3Y|0THER/);
    expect(entries[1].after).to.include({ addressChanged: true });
  });

  it('tell no more than their key may read by itself', async () => {
    const { token: bare } = await api.makeKey({ scopes: ['webhooks:read', 'webhooks:write', 'ledger:read'] });
    const refused = { code: 'missing-scope', scope: 'cases:read' };
    expect((await make({ ...hook, name: 'bare' }, path, bare)).body).to.include(refused);
    const made = await make({ ...hook, name: 'bare', events: ['transfer'] }, path, bare);
    expect(made.status).to.equal(201);
    const change = (id: unknown, body: object) =>
      api.ask('PATCH', `${path}/${id}`, { token: bare, body, headers: { 'if-match': '"1"' } });
    expect((await change(made.body.id, { events: ['case'] })).body).to.include(refused);
    expect((await change(made.body.id, { enabled: false })).status).to.equal(200);
    const { body: wide } = await make({ ...hook, name: 'wide' });
    expect((await change(wide.id, { url: 'https://mine.example/' })).body).to.include(refused);
    const told = await WebhookDelivery.query(api.deps.db).insert([
      { webhookId: String(wide.id), event: 'case.opened', subject: '1', body: { a: 1 } },
      { webhookId: String(wide.id), event: 'transfer.made', subject: '1', body: { a: 1 } },
    ]);
    const read = (id = '', as = bare) => api.ask('GET', `${path}/${wide.id}/deliveries/${id}`, { token: as });
    expect((await read(told[0]?.id)).body).to.include(refused);
    expect([(await read(told[1]?.id)).status, (await read(told[0]?.id, token)).status]).eql([200, 200]);
    const all = await api.ask('POST', `${path}/${wide.id}/deliveries/${told[0]?.id}/replay`, { token: bare });
    expect([all.status, Object.keys(all.body).includes('body')]).eql([202, false]);
    await api.deps.db('webhooks').delete();
  });

  it('are refused field by field, private addresses too; and there are not too many', async () => {
    await make({ ...hook, name: 'taken' });
    const refused: [body: object, code: string, field: string][] = [
      [{ ...hook, name: 'TAKEN' }, 'taken', 'name'],
      [{ ...hook, name: '\u200b' }, 'bad-input', 'name'],
      [{ ...hook, url: 'http://site.example' }, 'bad-input', 'url'],
      [{ ...hook, url: 'https://169.254.169.254/latest' }, 'bad-input', 'url'],
      [{ ...hook, url: 'https://user:pw@site.example' }, 'bad-input', 'url'],
      [{ ...hook, events: [] }, 'bad-input', 'events'],
      [{ ...hook, events: ['ping'] }, 'bad-input', 'events.0'],
    ];
    for (const [body, code, field] of refused) {
      const { body: problem } = await make(body);
      expect(problem, JSON.stringify(body)).to.include({ code });
      expect(problem).to.have.nested.property('fields[0].path', field);
    }
    let last = await make({ ...hook, name: '0' });
    for (let n = 1; n < 30 && last.status === 201; n++) last = await make({ ...hook, name: String(n) });
    expect([
      last.body.code,
      await api.deps.db('webhooks').where({ guild_id: guild }),
    ]).to.have.nested.property('[1].length', 25);
    expect(last.body.refusal).eql({ is: 'full', most: 25 });
  });

  it('of every guild are for keys of every guild; what one was told is of that one alone', async () => {
    const all = '/api/v1/webhooks';
    const { token: narrow } = await api.makeKey({ guilds: [guild] });
    expect((await make(hook, all, narrow)).body).to.include({ code: 'forbidden' });
    const made = await make(hook, all);
    const id = String(made.body.id);
    expect((await api.ask('GET', all, { token })).body.items).to.have.length(1);
    expect((await api.ask('GET', `${path}/${id}`, { token })).status).to.equal(404);
    const row = { webhookId: id, event: 'case.opened', state: 'failed' as const, attempts: 11, status: 500 };
    const told = await WebhookDelivery.query(api.deps.db).insert([
      { ...row, subject: '1' },
      { ...row, subject: '2', body: { a: '<b>' } },
    ]);
    const deliveries = `${all}/${id}/deliveries`;
    const first = await api.ask('GET', `${deliveries}?limit=1&state=failed`, { token });
    expect(first.body.items).to.have.nested.property('[0].id', told[1]?.id);
    const next = await api.ask('GET', `${deliveries}?limit=1&state=failed&cursor=${first.body.next}`, {
      token,
    });
    expect(next.body.items).to.have.nested.property('[0].id', told[0]?.id);
    const one = `${deliveries}/${told[1]?.id}`;
    expect((await api.ask('GET', one, { token })).body).to.deep.include({
      state: 'failed',
      body: { a: '<b>' },
    });
    expect((await api.ask('GET', one, { token: narrow })).status).to.equal(403);
    const replayed = await api.ask('POST', `${one}/replay`, { token });
    expect([replayed.status, replayed.body.state, replayed.body.attempts]).eql([202, 'wanted', 0]);
    expect((await api.ask('POST', `${all}/${id}/replay`, { token })).body).eql({ replayed: 1 });
  });
});
