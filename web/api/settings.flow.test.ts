import { expect } from 'chai';
import { BytesConfig } from '../../shared/bytes/settings.ts';
import { useApi } from '../testing/api.ts';

describe('settings through the API', () => {
  const api = useApi();
  let token = '';
  let guilds = 0;
  let guild = '';
  before(async () => {
    ({ token } = await api.makeKey({ scopes: ['settings:read', 'settings:write'] }));
  });
  beforeEach(async () => {
    guild = String(7000 + ++guilds);
    await api.database.db('guilds').insert({ id: guild });
  });

  async function ask(method: string, path: string, body?: unknown, match?: string) {
    const headers = match === undefined ? undefined : { 'if-match': `"${match}"` };
    const answer = await api.ask(method, `/api/v1/guilds/${guild}/settings/${path}`, {
      token,
      body,
      headers,
    });
    return { ...answer, version: answer.headers.get('etag') };
  }

  it('are read with their version, and defaults are version 0', async () => {
    const { status, body, version } = await ask('GET', 'bytes');
    expect(status).to.equal(200);
    expect(body).to.deep.equal(BytesConfig.parse({}));
    expect(version).to.equal('"0"');
  });

  it('are replaced by a PUT, and changed in part by a PATCH', async () => {
    const put = await ask('PUT', 'bytes', { dailyAmount: 20, startingBalance: 7 }, '0');
    expect([put.status, put.version]).to.deep.equal([200, '"1"']);
    const patch = await ask('PATCH', 'bytes', { dailyAmount: 30 }, '1');
    expect(patch.body).to.include({ dailyAmount: 30, startingBalance: 7 });
    const again = await ask('PUT', 'bytes', { dailyAmount: 30 }, '2');
    expect(again.body).to.include({ dailyAmount: 30, startingBalance: 100 });
    expect((await ask('GET', 'bytes')).version).to.equal('"3"');
  });

  it('are never overwritten blindly: a stale version is refused with what is there', async () => {
    expect((await ask('PUT', 'bytes', {})).body).to.include({ code: 'precondition-required' });
    await ask('PUT', 'bytes', { dailyAmount: 20 }, '0');
    for (const match of ['0', '7', 'x']) {
      const stale = await ask('PATCH', 'bytes', { dailyAmount: 30 }, match);
      expect(stale.status, match).to.equal(412);
      expect(stale.body).to.deep.nested.include({
        code: 'precondition-failed',
        'current.version': 1,
        'current.values.dailyAmount': 20,
        'current.actor.kind': 'key',
      });
    }
  });

  it('are changed only by a tag as ETag had it, not by another way to write its number', async () => {
    await ask('PUT', 'bytes', { dailyAmount: 20 }, '0');
    for (const match of ['0x1', '1.0', '1e0', '01', '+1', '-1', '10000000000', '9'.repeat(100)])
      for (const [method, path, body] of [
        ['PUT', 'bytes', { dailyAmount: 30 }],
        ['PATCH', 'bytes', { dailyAmount: 30 }],
        ['PATCH', 'bytes', { dailyAmount: 20 }],
        ['POST', 'bytes/versions/1/restore', undefined],
      ] as const) {
        const refused = await ask(method, path, body, match);
        expect(refused.body, `${method} ${match}`).to.include({ code: 'precondition-failed' });
        expect(refused.version).to.equal('"1"');
      }
    expect((await ask('GET', 'bytes')).version).to.equal('"1"');
  });

  it('name the field at fault', async () => {
    const { status, body } = await ask(
      'PATCH',
      'bytes',
      { dailyAmount: 0, cats: 1, tiers: [{ days: 1, label: 'A', multiplier: 1, x: 1 }] },
      '0',
    );
    expect(status).to.equal(400);
    const fields: { path: string }[] = Array.isArray(body.fields) ? body.fields : [];
    expect(fields.map(({ path }) => path)).to.have.members(['dailyAmount', 'cats', 'tiers.0.x']);
  });

  it('have versions, newest first, and any of them can be restored', async () => {
    for (const [index, dailyAmount] of [20, 30, 40].entries())
      await ask('PUT', 'bytes', { dailyAmount }, String(index));
    const first = await ask('GET', 'bytes/versions?limit=2');
    expect(first.body).to.have.nested.property('items[0].values.dailyAmount', 40);
    const second = await ask('GET', `bytes/versions?limit=2&cursor=${first.body.next}`);
    expect(second.body).to.deep.nested.include({ 'items[0].version': 1, next: null });
    expect((await ask('GET', 'bytes/versions?actor=staff')).body.items).to.deep.equal([]);
    const restored = await ask('POST', 'bytes/versions/1/restore', undefined, '3');
    expect([restored.status, restored.version, restored.body.dailyAmount]).to.deep.equal([200, '"4"', 20]);
    expect((await ask('POST', 'bytes/versions/2/restore', undefined, '3')).status).to.equal(412);
    expect((await ask('POST', 'bytes/versions/9/restore', undefined, '4')).status).to.equal(404);
  });

  it('have no version where a cursor points far outside the list', async () => {
    await ask('PUT', 'bytes', { dailyAmount: 20 }, '0');
    const behind = (value: string) => {
      const cursor = Buffer.from(JSON.stringify(['-version', value, value])).toString('base64url');
      return ask('GET', `bytes/versions?cursor=${cursor}`);
    };
    expect((await behind('-9223372036854775808')).body).to.deep.equal({ items: [], next: null });
    expect((await behind('9223372036854775807')).body).to.have.nested.property('items[0].version', 1);
  });

  it('go out and in as one document, with a look first', async () => {
    await ask('PUT', 'bytes', { dailyAmount: 20 }, '0');
    const { body: document } = await ask('GET', 'export');
    await ask('PATCH', 'bytes', { dailyAmount: 30 }, '1');
    const dry = await ask('POST', 'import?dryRun=true', document);
    expect(dry.body).to.deep.nested.include({
      saved: false,
      'features[0].changes[0].label': 'Daily amount',
      'features[0].version': 2,
    });
    expect((await ask('GET', 'bytes')).version).to.equal('"2"');
    expect((await ask('POST', 'import', document)).body).to.deep.nested.include({
      saved: true,
      'features[0].version': 3,
    });
    expect((await ask('GET', 'bytes')).body).to.include({ dailyAmount: 20 });
    const wrong = { 'smarter-dev': 1, settings: { bytes: { dailyAmount: 0 } } };
    const refused = await ask('POST', 'import', wrong);
    expect(refused.body).to.have.nested.property('fields[0].path', 'settings.bytes.dailyAmount');
  });

  it('bring along the lists that a key may read, and take those that it may write', async () => {
    const file = { 'smarter-dev': 1, lists: { reasonTemplates: [{ name: 'Spam', text: 'Links' }] } };
    const scopes = ['settings:read', 'settings:write', 'templates:read'];
    const [{ token: bare }, { token: whole }] = [await api.makeKey({ scopes }), await api.makeKey()];
    const blind = await api.makeKey({ scopes: ['settings:write', 'templates:write'] });
    const send = async (by: string, body: object) => {
      const path = `/api/v1/guilds/${guild}/settings/import`;
      return (await api.ask('POST', path, { token: by, body })).body;
    };
    const lists = async (by: string) => {
      const { body } = await api.ask('GET', `/api/v1/guilds/${guild}/settings/export`, { token: by });
      return body.lists as object;
    };
    expect(await send(bare, file)).to.include({ code: 'missing-scope', scope: 'templates:write' });
    const unseen = await send(blind.token, file);
    expect(unseen, 'what would change tells what is there').to.include({ scope: 'templates:read' });
    const changed = { features: [], 'lists[0].changes[0].label': 'Spam' };
    expect(await send(whole, file)).to.deep.nested.include(changed);
    expect(await lists(bare)).to.deep.equal(file.lists);
    expect(Object.keys(await lists(whole))).to.have.length(5);
    const again = await send(whole, { ...file, lists: await lists(whole) });
    expect(again).to.deep.nested.include({ 'lists[4].changes': [] });
    const wrong = { ...file, lists: { reasonTemplates: [{ name: 'Spam' }] } };
    expect(await send(whole, wrong)).to.have.nested.property(
      'fields[0].path',
      'lists.reasonTemplates.0.text',
    );
  });

  it('of a well-used guild come in again, larger than other bodies, and name only its own channels', async () => {
    const { token: whole } = await api.makeKey();
    const squads = Array.from({ length: 250 }, (_, n) => ({
      ...{ name: `squad ${n}`, role: String(900_000_000_000_000_000n + BigInt(n)) },
      ...{ description: 'd'.repeat(500), welcome: 'w'.repeat(1_000) },
    }));
    const body = { 'smarter-dev': 1, lists: { squads } };
    const path = `/api/v1/guilds/${guild}/settings/import?dryRun=true`;
    const dry = await api.ask('POST', path, { token: whole, body });
    expect([dry.status, dry.body.saved]).to.deep.equal([200, false]);
    const foreign = await ask('PATCH', 'moderation', { caseLog: '77' }, '0');
    expect(foreign.status).to.equal(400);
    expect(foreign.body).to.have.nested.property('fields[0].path', 'caseLog');
  });

  it('need the scope, and the guild', async () => {
    const { token: reader } = await api.makeKey({ scopes: ['settings:read'] });
    const path = `/api/v1/guilds/${guild}/settings/bytes`;
    const put = { token: reader, body: {}, headers: { 'if-match': '"0"' } };
    expect((await api.ask('PUT', path, put)).body).to.include({ code: 'missing-scope' });
    const { token: elsewhere } = await api.makeKey({ scopes: ['read', 'write'], guilds: ['1'] });
    expect((await api.ask('GET', path, { token: elsewhere })).status).to.equal(404);
  });
});
