import { expect } from 'chai';
import { type TestAnswer, useApi } from '../testing/api.ts';

describe('how often the API may be asked', () => {
  const limits = { key: 8, user: 10, network: 6 };
  const api = useApi({ limits, processes: 2 });
  const ask = (process: number, token?: string) =>
    api.ask('GET', '/api/v1/guilds', { process, ...(token ? { token } : {}) });
  const countOf = (answers: TestAnswer[], status: number) =>
    answers.filter((answer) => answer.status === status).length;

  beforeEach(() => api.redis.redis.flushdb());

  it('counts what one key asks of all processes together', async () => {
    const { token } = await api.makeKey();
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => ask(i % 2, token)));
    expect(countOf(answers, 200)).to.equal(limits.key);
    expect(countOf(answers, 429)).to.equal(4);
    const { token: another } = await api.makeKey();
    expect((await ask(0, another)).status, 'another key').to.equal(200);
  });

  it('refuses what is beyond a key also where it is the last that its maker may ask', async () => {
    const { token } = await api.makeKey();
    await ask(0, token);
    const [counter = ''] = await api.redis.redis.keys('*api-user*');
    await api.redis.redis.pexpire(counter, 120_000); // it is told by which has longer to go, where both are used up
    for (let i = 1; i < limits.user - 1; i++) await ask(0, token);
    expect((await ask(0, token)).status).to.equal(429);
  });

  it('says what is left, and when to come back', async () => {
    const { token } = await api.makeKey();
    const { headers } = await ask(0, token);
    expect(headers.get('ratelimit-limit')).to.equal('8');
    expect(headers.get('ratelimit-remaining')).to.equal('7');
    expect(Number(headers.get('ratelimit-reset'))).to.be.within(1, 60);
    expect((await ask(1, token)).headers.get('ratelimit-remaining')).to.equal('6');
    const many = await Promise.all(Array.from({ length: 8 }, () => ask(0, token)));
    const refused = many.find(({ status }) => status === 429);
    expect(refused?.body).to.include({ code: 'rate-limited' });
    expect(refused?.headers.get('ratelimit-remaining')).to.equal('0');
    expect(Number(refused?.headers.get('retry-after'))).to.be.within(1, 60);
  });

  it('counts all keys of one member of staff together', async () => {
    const [{ id }] = await api.database
      .db('admin_users')
      .insert({ username: 'ada', password_hash: 'none', role: 'admin' })
      .returning('id');
    const tokens: string[] = [];
    for (const name of ['one', 'two']) {
      const { key, token } = await api.makeKey({ name });
      await api.database.db('api_keys').where({ id: key.id }).update({ created_by: id });
      tokens.push(token);
    }
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => ask(i % 2, tokens[i % 2])));
    expect(countOf(answers, 200)).to.equal(limits.user);
  });

  it('counts whoever shows no valid key by network, also below nothing', async () => {
    const answers = await Promise.all([
      ...Array.from({ length: 3 }, (_, i) => ask(i % 2)),
      ...Array.from({ length: 3 }, (_, i) => ask(i % 2, 'a.b.c')),
    ]);
    expect(countOf(answers, 401)).to.equal(6);
    for (const path of ['/api/v1/nothing', '/api/openapi.json', '/api/docs'])
      expect((await api.ask('GET', path)).status, path).to.equal(429);
  });

  it('counts tries of keys apart', async () => {
    const body = { grantType: 'api_key', key: 'sd_guess' };
    const tries = await Promise.all(
      Array.from({ length: 8 }, (_, i) => api.ask('POST', '/api/v1/auth/token', { body, process: i % 2 })),
    );
    expect(countOf(tries, 401)).to.equal(limits.network);
    expect(countOf(tries, 429)).to.equal(2);
    expect((await ask(0)).status).to.equal(401);
  });
});
