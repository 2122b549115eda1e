import { expect } from 'chai';
import { revokeKey } from '../../shared/accounts/revoke-key.ts';
import { HOUR, MINUTE } from '../../shared/core/clock.ts';
import { saveGuilds } from '../../shared/sync/store.ts';
import { useApi } from '../testing/api.ts';
import { ApiProblem, type ClientOptions, openClient } from './index.ts';

const guild = '1000';

describe('the client', () => {
  const api = useApi({ limits: { key: 40, user: 1e9, network: 1e9 } });
  let key = '';
  /** What was sent: method, path, and the status of the answer. */
  let sent: string[] = [];
  let pauses: number[] = [];
  let atOnce = 0;
  let most = 0;
  /** Stands before the API: what it answers instead, or that the connection breaks. */
  let between: (path: string, method: string) => Response | 'break' | 'lose' | undefined = () => undefined;

  before(async () => {
    const { db } = api.database;
    await saveGuilds({ db }, [
      { guild, name: 'g', icon: null, owner: '1', memberCount: 1, at: 1 },
      { guild: '2000', name: 'h', icon: null, owner: '1', memberCount: 1, at: 1 },
      { guild: '3000', name: 'i', icon: null, owner: '1', memberCount: 1, at: 1 },
    ]);
  });
  beforeEach(async () => {
    key = (await api.makeKey()).secret;
    [sent, pauses, atOnce, most, between] = [[], [], 0, 0, () => undefined];
  });

  const wait = async (ms: number, signal?: AbortSignal) => {
    pauses.push(ms);
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
  };
  const watched: typeof fetch = async (input, init) => {
    const { pathname } = new URL(String(input));
    const note = `${init?.method} ${pathname.replace('/api/v1', '')}`;
    most = Math.max(most, ++atOnce);
    try {
      const instead = between(pathname, init?.method ?? '');
      if (instead === 'break') throw new TypeError('fetch failed');
      const response = instead instanceof Response ? instead : await fetch(input, init);
      sent.push(`${note} ${response.status}`);
      if (instead !== 'lose') return response;
      await response.arrayBuffer();
      throw new TypeError('fetch failed'); // it was done, and nobody heard of it
    } finally {
      atOnce--;
    }
  };
  const open = (options: Partial<ClientOptions> = {}) =>
    openClient({ origin: `${api.origin}/`, key, fetch: watched, ...options }, { wait, random: () => 0.5 });
  const problemOf = (asked: Promise<unknown>) =>
    asked.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  const answer = (status: number, headers: Record<string, string> = {}) =>
    new Response('{}', { status, headers: { 'content-type': 'application/problem+json', ...headers } });

  it('gets a token once for many, and keeps to so many requests at once', async () => {
    const client = open({ concurrency: 3 });
    const all = Array.from({ length: 9 }, () =>
      client.call('get /guilds/{guildId}', { params: { guildId: guild } }),
    );
    expect((await Promise.all(all)).map(({ name }) => name)).to.deep.equal(Array(9).fill('g'));
    expect(sent.filter((one) => one.startsWith('POST'))).to.deep.equal(['POST /auth/token 200']);
    expect(most).to.equal(3);
  });

  it('renews a token that ran out, once for all who wait, by its refresh token', async () => {
    const client = open();
    const read = () => client.call('get /guilds/{guildId}', { params: { guildId: guild } });
    await read();
    api.travel(HOUR);
    sent = [];
    await Promise.all([read(), read(), read()]);
    expect(sent.filter((one) => one.startsWith('POST'))).to.deep.equal(['POST /auth/token 200']);
    expect(sent.filter((one) => one.endsWith(' 401'))).to.have.length(3);
    const families = await api.database
      .db('refresh_tokens')
      .countDistinct('family as n')
      .whereNotNull('used_at');
    expect(Number(families[0]?.n)).to.equal(1);
    await revokeKey(api.deps, String((await keyRow()).id), { actor: { kind: 'system', name: 'test' } });
    const refused = await problemOf(read());
    expect(refused).to.be.instanceOf(ApiProblem);
    expect(refused).to.include({ status: 401, code: 'bad-credentials' });
  });

  it('uses no refresh token twice: where the answer was lost, the key gets another', async () => {
    const client = open();
    const read = () => client.call('get /guilds/{guildId}', { params: { guildId: guild } });
    await read();
    api.travel(HOUR);
    let lost = 0;
    between = (path) => (path.endsWith('/auth/token') && lost++ === 0 ? 'lose' : undefined);
    expect((await read()).name).to.equal('g');
    expect(await api.database.db('audit_entries').where('action', 'like', '%reused%')).to.deep.equal([]);
  });

  it('waits as long as it is told, and then goes on', async () => {
    let left = 2;
    between = (path) =>
      path.includes('/guilds/') && left-- > 0 ? answer(503, { 'retry-after': '7' }) : undefined;
    await open().call('get /guilds/{guildId}', { params: { guildId: guild } });
    expect(pauses).to.have.length(2);
    for (const pause of pauses) expect(pause).to.be.within(7_000, 7_250);
    expect(sent.slice(1).map((one) => one.slice(-3))).to.deep.equal(['503', '503', '200']);
  });

  it('is throttled by the API itself, and says until when', async () => {
    const client = open({ repeats: 0, concurrency: 50 });
    const read = () => client.call('get /guilds/{guildId}', { params: { guildId: guild } });
    const results = await Promise.all(Array.from({ length: 45 }, () => problemOf(read())));
    const refused = results.filter((one) => one instanceof ApiProblem);
    expect(refused).to.have.length(5);
    expect(refused[0]).to.include({ status: 429, code: 'rate-limited' });
    expect(refused[0]?.retryAfter).to.be.within(1_000, MINUTE);
    expect(refused[0]?.requestId).to.be.a('string');
  });

  it('repeats what is safe or has a key of its own, and nothing else', async () => {
    const client = open();
    const params = { guildId: guild };
    const body = { name: 'spam', text: 'No spam.' };
    let broken = 0;
    between = (path) => (path.endsWith('/templates') && broken++ === 0 ? 'lose' : undefined);
    const made = await client.call('post /guilds/{guildId}/templates', {
      params,
      body,
      idempotencyKey: 'once',
    });
    expect(made.name).to.equal('spam');
    expect(sent.filter((one) => one.includes('/templates'))).to.have.length(2);
    expect(await api.database.db('reason_templates')).to.have.length(1);

    broken = 0;
    sent = [];
    const other = { ...body, name: 'again' };
    const thrown = await problemOf(client.call('post /guilds/{guildId}/templates', { params, body: other }));
    expect(thrown).to.be.instanceOf(TypeError);
    expect(sent).to.have.length(1);
    between = () => answer(503);
    sent = [];
    expect(await problemOf(client.call('get /users', { query: { ids: '1' } }))).to.include({ status: 503 });
    expect(sent, 'the first and five repetitions').to.have.length(6);
    expect(pauses.slice(-5)).to.deep.equal([125, 250, 500, 1_000, 2_000]);
  });

  it('reads lists to their end, and what a change is based on', async () => {
    const client = open();
    const guilds: string[] = [];
    for await (const { id } of client.each('get /guilds', { query: { limit: 1 } })) guilds.push(id);
    expect(guilds.toSorted()).to.deep.equal([guild, '2000', '3000']);
    expect(sent.filter((one) => one.includes('/guilds'))).to.have.length(3);
    const params = { guildId: guild };
    const { data, etag } = await client.ask('get /guilds/{guildId}/settings/bytes', { params });
    expect(data).to.be.an('object');
    const change = { params, ifMatch: etag ?? '', body: { dailyAmount: 12 } };
    await client.call('patch /guilds/{guildId}/settings/bytes', change);
    expect(
      await problemOf(
        client.call('patch /guilds/{guildId}/settings/bytes', { ...change, body: { dailyAmount: 13 } }),
      ),
    ).to.include({
      status: 412,
      code: 'precondition-failed',
    });
    const wrong = await problemOf(client.call('get /guilds', { query: { limit: 1_000 } }));
    if (!(wrong instanceof ApiProblem)) throw new Error('it was taken');
    expect(wrong.fields[0]).to.include({ in: 'query', path: 'limit' });
  });

  it('stops when it is told to, whatever it waits for', async () => {
    for (const part of ['/users', '/auth/token']) {
      between = (path) => (path.endsWith(part) ? answer(503, { 'retry-after': '1' }) : undefined);
      const stopping = new AbortController();
      const client = openClient({ origin: api.origin, key, fetch: watched, repeats: 1 });
      const reading = problemOf(client.call('get /users', { query: { ids: '1' }, signal: stopping.signal }));
      sent = [];
      while (!sent.some((one) => one.endsWith(' 503'))) await new Promise((resolve) => setImmediate(resolve));
      stopping.abort(new Error('enough'));
      expect(await reading, part).to.include({ message: 'enough' });
    }
  });

  it('repeats the exchange for a token as often as anything else, and waits no days', async () => {
    between = () => answer(503, { 'retry-after': '99999999' });
    const thrown = await problemOf(open({ repeats: 2 }).call('get /users', { query: { ids: '1' } }));
    expect(thrown).to.include({ status: 503 });
    expect(sent).to.deep.equal(Array(3).fill('POST /auth/token 503'));
    for (const pause of pauses) expect(pause).to.be.below(11 * MINUTE);
  });

  it('takes its time over a file, which counts until it is read', async () => {
    let finish = () => {};
    const slow: typeof fetch = async (input, init) => {
      if (!String(input).endsWith('/export')) return watched(input, init);
      const start = (controller: ReadableStreamDefaultController) => {
        init?.signal?.addEventListener('abort', () => controller.error(init.signal?.reason));
        finish = () => {
          controller.enqueue(new Uint8Array([1]));
          controller.close();
        };
      };
      return new Response(new ReadableStream({ start }));
    };
    const client = open({ concurrency: 1, timeout: 300, fetch: slow });
    await client.call('get /guilds/{guildId}', { params: { guildId: guild } });
    const file = await client.call('get /users/{userId}/export', { params: { userId: '1' } });
    const next = client.call('get /guilds/{guildId}', { params: { guildId: guild } });
    sent = [];
    const stopping = new AbortController();
    const waiting = problemOf(
      client.call('get /guilds/{guildId}', { params: { guildId: guild }, signal: stopping.signal }),
    );
    stopping.abort(new Error('enough'));
    expect(await waiting).to.include({ message: 'enough' });
    await new Promise((resolve) => setTimeout(resolve, 350)); // longer than an attempt may take
    expect(sent, 'the only slot is taken').to.deep.equal([]);
    finish();
    expect((await new Response(file).arrayBuffer()).byteLength).to.equal(1);
    expect((await next).name).to.equal('g');
  });

  async function keyRow(): Promise<{ id: string }> {
    return api.database.db('api_keys').orderBy('id', 'desc').first('id');
  }
});
