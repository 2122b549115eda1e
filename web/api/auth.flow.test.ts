import { expect } from 'chai';
import { revokeKey } from '../../shared/accounts/revoke-key.ts';
import { DAY, MINUTE } from '../../shared/core/clock.ts';
import { saveGuilds } from '../../shared/sync/store.ts';
import { useApi } from '../testing/api.ts';

const [mine, other, nowhere] = ['1000', '2000', '3000'];

describe('who may use the API', () => {
  const api = useApi();
  const by = { actor: { kind: 'system', name: 'test' } } as const;
  const read = (token: string, path = '/api/v1/guilds') => api.ask('GET', path, { token });
  const exchange = (body: unknown) => api.ask('POST', '/api/v1/auth/token', { body });

  before(async () => {
    const common = { name: 'x', icon: null, owner: '1', memberCount: 1, at: 1 };
    await saveGuilds(
      api.database,
      [mine, other].map((guild) => ({ guild, ...common })),
    );
  });

  it('exchanges a key for a token that lives for fifteen minutes', async () => {
    const { secret } = await api.makeKey();
    const { status, body, headers } = await exchange({ grantType: 'api_key', key: secret });
    expect(status).to.equal(200);
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(body).to.include({ tokenType: 'Bearer', expiresIn: 900 });
    const token = String(body.accessToken);
    expect((await read(token)).status).to.equal(200);
    api.travel(16 * MINUTE);
    const late = await read(token);
    expect(late.status).to.equal(401);
    expect(late.body).to.include({ code: 'expired-token' });
    expect(late.headers.get('www-authenticate')).to.equal('Bearer');
  });

  it('refuses what is no token of ours', async () => {
    const { token } = await api.makeKey();
    const [head, claims, signature] = token.split('.');
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    for (const bad of ['x', `${head}.${claims}.`, `${none}.${claims}.`, `${none}.${claims}.${signature}`])
      expect((await read(bad)).body, bad).to.include({ status: 401, code: 'bad-credentials' });
    expect((await api.ask('GET', '/api/v1/guilds')).body).to.include({ code: 'bad-credentials' });
    const basic = { authorization: `Basic ${token}` };
    expect((await api.ask('GET', '/api/v1/guilds', { headers: basic })).status).to.equal(401);
    for (const key of ['sd_x', `sd_aaaaaaaa_${'a'.repeat(43)}`, token.slice(0, 99)])
      expect((await exchange({ grantType: 'api_key', key })).body).to.include({ code: 'bad-credentials' });
  });

  it('lets a revoked key do nothing more, at once', async () => {
    const { key, secret, token } = await api.makeKey();
    expect((await read(token)).status).to.equal(200);
    await revokeKey(api.deps, key.id, by);
    expect((await read(token)).body).to.include({ code: 'bad-credentials' });
    expect((await exchange({ grantType: 'api_key', key: secret })).status).to.equal(401);
  });

  it('lets an expired key do nothing more', async () => {
    const { token } = await api.makeKey({ expiresAt: new Date(api.deps.clock() + 5 * MINUTE) });
    expect((await read(token)).status).to.equal(200);
    api.travel(6 * MINUTE);
    expect((await read(token)).body).to.include({ code: 'bad-credentials' });
  });

  it('gives a new pair for a refresh token, once', async () => {
    const { secret } = await api.makeKey();
    const first = (await exchange({ grantType: 'api_key', key: secret })).body;
    api.travel(20 * MINUTE);
    const second = await exchange({ grantType: 'refresh_token', refreshToken: first.refreshToken });
    expect(second.status).to.equal(200);
    expect((await read(String(second.body.accessToken))).status).to.equal(200);
    const again = await exchange({ grantType: 'refresh_token', refreshToken: first.refreshToken });
    expect(again.body).to.include({ code: 'bad-credentials' });
    expect((await read(String(second.body.accessToken))).status, 'the family has ended').to.equal(401);
    const third = await exchange({ grantType: 'refresh_token', refreshToken: second.body.refreshToken });
    expect(third.status).to.equal(401);
    const entries = await api.database.db('audit_entries').where({ action: 'key.refresh-reused' });
    expect(entries).to.have.length(1);
  });

  it('ends the family when many use one refresh token side by side', async () => {
    const { secret } = await api.makeKey();
    const { refreshToken } = (await exchange({ grantType: 'api_key', key: secret })).body;
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => exchange({ grantType: 'refresh_token', refreshToken })),
    );
    const good = answers.filter(({ status }) => status === 200);
    expect(good).to.have.length(1);
    expect((await read(String(good[0]?.body.accessToken))).status).to.equal(401);
  });

  it('says when a refresh token has expired', async () => {
    const { secret } = await api.makeKey();
    const { refreshToken } = (await exchange({ grantType: 'api_key', key: secret })).body;
    api.travel(31 * DAY);
    const late = await exchange({ grantType: 'refresh_token', refreshToken });
    expect(late.body).to.include({ code: 'expired-token' });
  });

  it('ends all that came of a refresh token, where asked', async () => {
    const { secret, token: kept } = await api.makeKey();
    const { refreshToken, accessToken } = (await exchange({ grantType: 'api_key', key: secret })).body;
    const revoke = () => api.ask('POST', '/api/v1/auth/revoke', { body: { refreshToken } });
    const { status, text } = await revoke();
    expect([status, text]).to.deep.equal([204, '']);
    expect((await revoke()).status).to.equal(204);
    expect((await read(String(accessToken))).status).to.equal(401);
    expect((await read(kept)).status, 'another family').to.equal(200);
  });

  it('asks for the scope of the resource, or for the verb of all', async () => {
    const { token } = await api.makeKey({ scopes: ['ledger:read', 'write'] });
    const refused = await read(token);
    expect(refused.status).to.equal(403);
    expect(refused.body).to.include({ code: 'missing-scope', scope: 'guilds:read' });
    expect((await read(token, `/api/v1/guilds/${mine}/ledger`)).status).to.equal(200);
    const { token: all } = await api.makeKey({ scopes: ['read'] });
    expect((await read(all)).status).to.equal(200);
  });

  it('has nothing in a guild that the key does not reach, as where there is none', async () => {
    const { token } = await api.makeKey({ guilds: [mine] });
    expect((await read(token, `/api/v1/guilds/${mine}`)).body).to.include({ id: mine });
    const elsewhere = await read(token, `/api/v1/guilds/${other}`);
    const missing = await read(token, `/api/v1/guilds/${nowhere}`);
    expect(elsewhere.status).to.equal(404);
    const { requestId: _a, ...told } = elsewhere.body;
    const { requestId: _b, ...same } = missing.body;
    expect(told).to.deep.equal(same);
    expect((await read(token)).body.items).to.have.length(1);
    const entries = await read(token, `/api/v1/audit-entries?guild=${other}`);
    expect(entries.status).to.equal(404);
  });

  it('notes when a key was used, at most once a minute', async () => {
    const { key, token } = await api.makeKey();
    const lastUsed = async () => {
      const row = await api.database.db('api_keys').where({ id: key.id }).first('last_used_at');
      return row.last_used_at?.getTime();
    };
    await read(token);
    const first = await lastUsed();
    await read(token);
    expect(await lastUsed()).to.equal(first);
    api.travel(2 * MINUTE);
    await read(token);
    expect(await lastUsed()).to.be.greaterThan(first + MINUTE);
  });
});
