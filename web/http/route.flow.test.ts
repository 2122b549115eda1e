import { expect } from 'chai';
import { z } from 'zod';
import { authRoutes } from '../api/auth.ts';
import { useApi } from '../testing/api.ts';
import { refuse } from './problem.ts';
import { type AnyRoute, reply, route } from './route.ts';

/** What the routes below were asked to do, and how often. */
const done: unknown[] = [];
let version = 1;
let gate: Promise<void> | undefined;

const Thing = z.object({
  name: z.string().min(1).max(20),
  tags: z
    .array(z.object({ label: z.string() }))
    .max(3)
    .default([]),
  size: z.int().min(0).optional(),
});

const routes: AnyRoute[] = [
  ...authRoutes,
  route({
    method: 'post',
    path: '/things',
    summary: 'Make a thing',
    scope: 'things:write',
    body: Thing,
    status: 201,
    reply: z.object({ id: z.int(), name: z.string() }),
    handle: async ({ body }) => {
      done.push(body);
      await gate;
      if (body.name === 'crash') throw new Error('relation "secrets" does not exist');
      if (body.name === 'taken') return refuse('not-found');
      return reply({ id: done.length, name: body.name }, { headers: { Location: '/api/v1/things/1' } });
    },
  }),
  route({
    method: 'get',
    path: '/things/:thingId',
    summary: 'Read a thing',
    scope: 'things:read',
    params: z.object({ thingId: z.string().max(10) }),
    query: z.object({ size: z.coerce.number().int().min(1).max(9).default(1) }),
    reply: z.object({ id: z.string(), size: z.number() }),
    handle: ({ params, query }) => {
      if (params.thingId === 'broken') return { id: 'broken', size: Number.NaN };
      const value = { id: params.thingId, size: query.size, secret: 'never sent' };
      return params.thingId === 'plain' ? value : reply(value, { etag: String(version) });
    },
  }),
  route({
    method: 'put',
    path: '/things/:thingId',
    summary: 'Change a thing',
    scope: 'things:write',
    versioned: true,
    params: z.object({ thingId: z.string() }),
    body: Thing,
    reply: z.object({ version: z.int() }),
    handle: ({ match }) => {
      if (match !== String(version)) return refuse('precondition-failed', { details: { current: version } });
      version++;
      return reply({ version }, { etag: String(version) });
    },
  }),
];

describe('a route', () => {
  const api = useApi({ routes });
  let token = '';
  let key = 0;

  before(async () => {
    ({ token } = await api.makeKey());
  });
  beforeEach(() => {
    done.length = 0;
    api.faults.length = 0;
  });

  const post = (body: unknown, headers: Record<string, string> = {}) =>
    api.ask('POST', '/api/v1/things', { token, body, headers });
  const get = (path: string, headers: Record<string, string> = {}) =>
    api.ask('GET', `/api/v1/things/${path}`, { token, headers });
  const put = (headers: Record<string, string>) =>
    api.ask('PUT', '/api/v1/things/1', { token, body: { name: 'x' }, headers });
  const newKey = () => ({ 'idempotency-key': `key-${++key}` });

  it('hands over what was sent, with defaults', async () => {
    const { status, body, headers } = await post({ name: 'ada' });
    expect(status).to.equal(201);
    expect(body).to.deep.equal({ id: 1, name: 'ada' });
    expect(headers.get('location')).to.equal('/api/v1/things/1');
    expect(headers.get('content-type')).to.include('application/json');
    expect(done).to.deep.equal([{ name: 'ada', tags: [] }]);
  });

  it('names every field at fault', async () => {
    const { status, body, headers } = await post({ name: '', tags: [{ label: 1 }], size: -1, colour: 'red' });
    expect(status).to.equal(400);
    expect(headers.get('content-type')).to.include('application/problem+json');
    expect(body).to.include({ code: 'bad-input', requestId: headers.get('x-request-id') });
    const paths = z.array(z.object({ in: z.literal('body'), path: z.string(), message: z.string() }));
    expect(paths.parse(body.fields).map(({ path }) => path)).to.have.members([
      'colour',
      'name',
      'tags.0.label',
      'size',
    ]);
    expect(done).to.deep.equal([]);
  });

  it('refuses fields it does not know, however deep', async () => {
    const { body } = await post({ name: 'ada', tags: [{ label: 'x', colour: 'red' }] });
    expect(body.fields).to.deep.equal([{ in: 'body', path: 'tags.0.colour', message: 'Unknown field' }]);
    const query = await get('1?sise=2');
    expect(query.body.fields).to.deep.equal([{ in: 'query', path: 'sise', message: 'Unknown field' }]);
  });

  it('refuses characters that cannot be stored', async () => {
    for (const name of ['a\u0000b', 'a\ud800b']) expect((await post({ name })).status).to.equal(400);
    expect((await post('{"name":"\\u0000"}')).status).to.equal(400);
    expect((await get('a%00b')).body).to.include({ code: 'bad-input' });
    expect((await post({ name: '🪙\n' })).status).to.equal(201);
  });

  it('reads JSON in UTF-8 only, of 256 kB at most, each key once', async () => {
    const type = (name: string) => ({ 'content-type': name });
    const good = '{"name":"ada"}';
    for (const name of ['application/json; charset=utf-8', 'Application/JSON'])
      expect((await post(good, type(name))).status, name).to.equal(201);
    for (const name of [
      'text/plain',
      'application/json; charset=latin1',
      'application/x-www-form-urlencoded',
    ])
      expect((await post(good, type(name))).body, name).to.include({
        status: 415,
        code: 'unsupported-media',
      });
    expect((await post(good, { 'content-encoding': 'gzip' })).status).to.equal(415);
    expect((await post(`{"name":"${'x'.repeat(300_000)}"}`)).body).to.include({ code: 'too-large' });
    expect((await post('{"name":"a","name":"b"}')).body.fields).to.deep.include.members([
      { in: 'body', path: 'name', message: 'The same key twice in one object' },
    ]);
    for (const text of ['', '{', '[]', 'null', '"x"', '['.repeat(100_000)])
      expect((await post(text)).body, text.slice(0, 9)).to.include({ status: 400, code: 'bad-input' });
  });

  it('sends nothing that its schema does not name, and nothing that does not fit', async () => {
    expect((await get('plain?size=3')).body).to.deep.equal({ id: 'plain', size: 3 });
    const { status, body, text } = await get('broken');
    expect([status, body.code]).to.deep.equal([500, 'unexpected']);
    expect(text).to.not.include('size');
    expect(api.faults).to.have.length(1);
  });

  it('says nothing of what broke inside, and logs it', async () => {
    const { status, body, text } = await post({ name: 'crash' });
    expect([status, body.code]).to.deep.equal([500, 'unexpected']);
    expect(text).to.not.include('relation');
    expect(api.faults).to.have.length(1);
  });

  it('answers problem+json wherever below /api, also to browsers', async () => {
    const headers = { accept: 'text/html' };
    for (const [method, path, status] of [
      ['GET', '/api', 404],
      ['GET', '/api/v1/nothing', 404],
      ['GET', '/api/v1/things/1', 401],
      ['DELETE', '/api/v1/things', 405],
      ['GET', '/api/v1/auth/token', 405],
      ['GET', '/api/v1/things/%E0%A4%A', 401],
    ] as const) {
      const answer = await api.ask(method, path, { headers });
      expect(answer.status, path).to.equal(status);
      expect(answer.headers.get('content-type'), path).to.include('application/problem+json');
      expect(answer.headers.get('ratelimit-remaining'), path).to.match(/^\d+$/);
      if (status === 405) expect(answer.headers.get('allow')).to.include('POST');
    }
  });

  describe('with versions', () => {
    it('says 304 where nothing changed', async () => {
      for (const path of ['1', 'plain']) {
        const { headers } = await get(path);
        const etag = headers.get('etag') ?? '';
        expect(etag).to.match(/^".+"$/);
        const again = await get(path, { 'if-none-match': etag, 'cache-control': 'max-age=0' });
        expect([again.status, again.text, again.headers.get('etag')]).to.deep.equal([304, '', etag]);
      }
      const { headers } = await get('plain');
      const other = await get('plain?size=2', { 'if-none-match': headers.get('etag') ?? '' });
      expect(other.status).to.equal(200);
    });

    it('changes only what the client has seen', async () => {
      expect((await put({})).body).to.include({ status: 428, code: 'precondition-required' });
      expect((await put({ 'if-match': '"0"' })).body).to.include({ status: 412, current: version });
      expect((await put({ 'if-match': 'W/"1"' })).status).to.equal(412);
      expect((await put({ 'if-match': 'x' })).status).to.equal(400);
      const { status, headers } = await put({ 'if-match': `"${version}"` });
      expect([status, headers.get('etag')]).to.deep.equal([200, `"${version}"`]);
    });
  });

  describe('with an Idempotency-Key', () => {
    it('does a request once, and answers the same', async () => {
      const once = newKey();
      const first = await post({ name: 'ada' }, once);
      const again = await post({ name: 'ada' }, once);
      expect(first.headers.get('idempotency-replayed')).to.equal(null);
      expect(again.headers.get('idempotency-replayed')).to.equal('true');
      expect([again.status, again.text]).to.deep.equal([first.status, first.text]);
      expect(again.headers.get('location')).to.equal('/api/v1/things/1');
      expect(done).to.have.length(1);
    });

    it('repeats an expected refusal as well', async () => {
      const once = newKey();
      const answers = [await post({ name: 'taken' }, once), await post({ name: 'taken' }, once)];
      for (const { status, headers } of answers) {
        expect(status).to.equal(404);
        expect(headers.get('content-type')).to.include('application/problem+json');
      }
      expect(done).to.have.length(1);
    });

    it('refuses another body under the same key', async () => {
      const once = newKey();
      await post({ name: 'ada' }, once);
      expect((await post({ name: 'bob' }, once)).body).to.include({
        status: 409,
        code: 'idempotency-conflict',
      });
    });

    it('has later ones wait while the first is under way', async () => {
      const once = newKey();
      let open = () => {};
      gate = new Promise((resolve) => {
        open = resolve;
      });
      const answers = Promise.all([post({ name: 'ada' }, once), post({ name: 'ada' }, once)]);
      const busy = await Promise.race([post({ name: 'ada' }, once), answers.then(([, second]) => second)]);
      open();
      gate = undefined;
      const all = [busy, ...(await answers)];
      expect(all.filter(({ status }) => status === 201)).to.have.length(1);
      const waiting = all.find(({ status }) => status === 409);
      expect(waiting?.body).to.include({ code: 'idempotency-busy' });
      expect(waiting?.headers.get('retry-after')).to.equal('1');
      expect(done).to.have.length(1);
    });

    it('can be tried again after a fault of ours', async () => {
      const once = newKey();
      await post({ name: 'crash' }, once);
      await post({ name: 'crash' }, once);
      expect(done).to.have.length(2);
    });

    it('keeps the answers of keys apart', async () => {
      const once = newKey();
      await post({ name: 'ada' }, once);
      ({ token } = await api.makeKey());
      expect((await post({ name: 'bob' }, once)).status).to.equal(201);
    });

    it('refuses one that is none', async () => {
      for (const bad of ['a b', 'x'.repeat(256)])
        expect((await post({ name: 'ada' }, { 'idempotency-key': bad })).status, bad).to.equal(400);
    });
  });
});
