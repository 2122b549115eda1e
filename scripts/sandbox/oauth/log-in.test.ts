import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { guildId, type Sandbox, startSandbox, userId } from '../index.ts';
import { smallWorld } from '../seed/world.ts';
import { visited, type WebApp, webApp } from '../testing/web-app.ts';

describe('sandbox: people log in to a web site with OAuth2', () => {
  let at: number;
  let sandbox: Sandbox;
  let site: WebApp;
  const workshop = guildId('Workshop');
  const callback = 'http://127.0.0.1:3000/callback';

  beforeEach(async () => {
    at = Date.now();
    const guilds = [
      ...smallWorld.guilds,
      { name: 'Elsewhere', members: [{ name: 'ada' }], withoutBot: true },
    ];
    const application = { redirectUris: [callback, 'app:/done'] };
    sandbox = await startSandbox({ world: { guilds, application }, now: () => at });
    site = webApp(sandbox, callback);
  });
  afterEach(() => sandbox.stop());

  const codeFrom = async (more: Record<string, string | null> = {}) => {
    const { to } = await site.consent(site.link('identify', more), 'grace');
    return to?.searchParams.get('code') ?? '';
  };
  const exchange = (code: string, more: Record<string, string> = {}, headers = {}) =>
    site.token({ grant_type: 'authorization_code', code, redirect_uri: callback, ...more }, headers);

  it('from the link to the list of their guilds', async () => {
    const link = site.link('identify email guilds', { state: 'a&b=ü' });
    const followed = await fetch(link);
    expect(new URL(followed.url).pathname).to.equal('/oauth2/authorize');
    expect(followed.headers.get('content-security-policy'))
      .to.include("default-src 'none'")
      .and.to.include("form-action 'self' http://127.0.0.1:3000;");
    const page = await followed.text();
    expect(page).to.include('Smarter Dev wants access').and.to.include('Know which servers you are in');
    expect(page).to.include('<input type="hidden" name="state" value="a&#38;b=ü">');
    const { status, to } = await site.consent(link, 'ada');
    expect([status, to?.origin, to?.pathname]).to.deep.equal([302, 'http://127.0.0.1:3000', '/callback']);
    expect(to?.searchParams.get('state')).to.equal('a&b=ü');
    const token = await exchange(to?.searchParams.get('code') ?? '');
    expect(token.body).to.include({
      token_type: 'Bearer',
      expires_in: 604_800,
      scope: 'identify email guilds',
    });
    const access = token.body.access_token;
    expect((await site.get('/users/@me', access)).body).to.include({
      id: userId('ada'),
      username: 'ada',
      email: 'ada@example.com',
      verified: true,
    });
    const guilds = await site.get('/users/@me/guilds?with_counts=true', access);
    const named = Object.values(guilds.body).map(Object);
    expect(named.map(({ name, owner }) => [name, owner])).to.have.deep.members([
      ['Workshop', true],
      ['Elsewhere', true],
    ]);
    expect(named.find(({ id }) => id === workshop)).to.include({ approximate_member_count: 6 });
  });

  it('gives each scope what is its own, and 401 for the rest', async () => {
    const { access_token: access } = await site.logIn('linus', 'identify guilds.members.read');
    const { body: me } = await site.get('/users/@me', access);
    expect(me).to.include({ username: 'linus' }).and.not.to.have.property('email');
    const { body: member } = await site.get(`/users/@me/guilds/${workshop}/member`, access);
    expect(member).to.include({ nick: 'penguin' }).and.to.have.nested.property('user.username', 'linus');
    const { body: about } = await site.get('/oauth2/@me', access);
    expect(about)
      .to.deep.include({ scopes: ['identify', 'guilds.members.read'] })
      .and.to.have.nested.property('application.id', sandbox.applicationId);
    for (const path of ['/users/@me/guilds', `/guilds/${workshop}`, '/gateway/bot'])
      expect(await site.get(path, access)).to.deep.equal({
        status: 401,
        body: { message: '401: Unauthorized', code: 0 },
      });
    const elsewhere = await site.get(`/users/@me/guilds/${guildId('Elsewhere')}/member`, access);
    expect(elsewhere).to.deep.equal({ status: 404, body: { message: 'Unknown Guild', code: 10004 } });
  });

  it('computes the permissions a member has in the guild, and pages through guilds', async () => {
    const seed = { name: 'Second', members: [{ name: 'owner' }, { name: 'margaret', roles: ['Staff'] }] };
    sandbox.addGuild({ ...seed, roles: [{ name: 'Staff', permissions: 8n }] });
    const { access_token: access } = await site.logIn('margaret', 'guilds');
    const { body } = await site.get('/users/@me/guilds', access);
    const [first, second] = Object.values(body).map(Object);
    const staff = [first, second].find(({ name }) => name === 'Second');
    const plain = [first, second].find(({ name }) => name === 'Workshop');
    expect(BigInt(staff.permissions) & 32n).to.equal(32n); // an administrator may manage the guild
    expect(BigInt(plain.permissions) & 32n).to.equal(0n);
    const pages = [`?limit=1`, `?after=${first.id}`, `?before=${second.id}`];
    const ids = await Promise.all(
      pages.map(async (query) => (await site.get(`/users/@me/guilds${query}`, access)).body),
    );
    expect(ids.map((page) => Object.values(page).map((guild) => Object(guild).id))).to.deep.equal([
      [first.id],
      [second.id],
      [first.id],
    ]);
  });

  it('refuses to send anybody to an address that is not registered', async () => {
    for (const [more, status, why] of [
      [{ redirect_uri: `${callback}/` }, 400, 'Invalid OAuth2 redirect_uri'],
      [{ client_id: '1' }, 404, 'Unknown Application'],
      [{ client_id: 'x' }, 400, 'client_id'],
    ] as const) {
      const shown = await visited(await fetch(site.link('identify', more), { redirect: 'follow' }));
      expect([shown.status, shown.to]).to.deep.equal([status, null]);
      expect(shown.page).to.include(why);
    }
    sandbox.setRedirectUris([]);
    const none = await fetch(site.link('identify', { redirect_uri: null }));
    expect(none.status).to.equal(400);
    expect(() => sandbox.setRedirectUris(['nowhere'])).to.throw('no address');
  });

  it('sends every other error, and a refusal, back with its state', async () => {
    const errorOf = async (link: string, answer: 'allow' | 'cancel' = 'allow') => {
      const { to } = await site.consent(link, 'ada', answer);
      return [to?.searchParams.get('error'), to?.searchParams.get('state'), to?.searchParams.has('code')];
    };
    const link = (scope: string, more = {}) => site.link(scope, { state: 's', ...more });
    expect(await errorOf(link('identify'), 'cancel')).to.deep.equal(['access_denied', 's', false]);
    expect(await errorOf(link('identify nonsense'))).to.deep.equal(['invalid_scope', 's', false]);
    expect(await errorOf(link(''))).to.deep.equal(['invalid_scope', 's', false]);
    const noType = await errorOf(link('identify', { response_type: null }));
    expect(noType).to.deep.equal(['invalid_request', 's', false]);
    const otherType = await errorOf(link('identify', { response_type: 'token' }));
    expect(otherType).to.deep.equal(['unsupported_response_type', 's', false]);
    const plain = { code_challenge: 'x', code_challenge_method: 'plain' };
    expect(await errorOf(link('identify', plain))).to.deep.equal(['invalid_request', 's', false]);
  });

  it('asks nobody twice with prompt=none', async () => {
    const silent = site.link('identify guilds', { prompt: 'none' });
    expect(await (await fetch(silent)).text()).to.include('Authorize');
    await site.logIn('grace', 'identify guilds');
    const at = new URL('/oauth2/authorize', sandbox.api);
    at.search = new URL(silent).search;
    const passed = await visited(await fetch(at, { redirect: 'manual' }));
    const token = await exchange(passed.to?.searchParams.get('code') ?? '');
    expect((await site.get('/users/@me', token.body.access_token)).body).to.include({ username: 'grace' });
    at.searchParams.set('scope', 'identify guilds email');
    expect((await fetch(at, { redirect: 'manual' })).status).to.equal(200);
  });

  it('takes a code once, within its time, and for its own redirect URI', async () => {
    const code = await codeFrom();
    const wrong = await exchange(code, { redirect_uri: 'app:/done' });
    expect(wrong.body).to.include({ error: 'invalid_request' });
    expect((await exchange(code)).status).to.equal(200);
    expect(await exchange(code)).to.deep.include({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Invalid "code" in request.' },
    });
    const late = await codeFrom();
    at += 100_000;
    expect((await exchange(late)).body).to.include({ error: 'invalid_grant' });
    const unnamed = await codeFrom({ redirect_uri: null });
    const form = { grant_type: 'authorization_code', code: unnamed };
    expect((await site.token(form)).status).to.equal(200);
  });

  it('knows its client by form or Basic, and takes forms only', async () => {
    const basic = (secret: string) => ({
      authorization: `Basic ${Buffer.from(`${sandbox.applicationId}:${secret}`).toString('base64')}`,
    });
    const stranger = await exchange(await codeFrom(), {}, basic('wrong'));
    expect(stranger).to.deep.equal({ status: 401, body: { error: 'invalid_client' } });
    expect((await exchange(await codeFrom(), {}, basic(sandbox.clientSecret))).status).to.equal(200);
    expect((await exchange(await codeFrom(), { client_secret: 'wrong' })).status).to.equal(401);
    const json = { 'content-type': 'application/json' };
    const reply = await fetch(`${sandbox.api}/oauth2/token`, { method: 'POST', headers: json, body: '{}' });
    expect(await reply.json()).to.include({ error: 'unsupported_grant_type' });
    expect((await site.token({ grant_type: 'password' })).body).to.include({
      error: 'unsupported_grant_type',
    });
    expect((await fetch(`${sandbox.api}/oauth2/token`)).status).to.equal(405);
  });

  it('holds a code to its PKCE challenge', async () => {
    const verifier = 'v'.repeat(43);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const code = await codeFrom({ code_challenge: challenge, code_challenge_method: 'S256' });
    expect((await exchange(code)).body.error_description).to.equal('Missing "code_verifier"');
    expect((await exchange(code, { code_verifier: 'v' })).body.error).to.equal('invalid_request');
    expect((await exchange(code, { code_verifier: 'w'.repeat(43) })).body.error).to.equal('invalid_grant');
    expect((await exchange(code, { code_verifier: verifier })).status).to.equal(200);
  });

  it('renews tokens: each refresh token works once, and the old access token ends', async () => {
    const first = await site.logIn('grace', 'identify');
    const renew = (refresh: unknown) =>
      site.token({ grant_type: 'refresh_token', refresh_token: String(refresh) });
    const { body: second } = await renew(first.refresh_token);
    expect(second).to.include({ scope: 'identify' });
    expect((await renew(first.refresh_token)).body).to.deep.equal({ error: 'invalid_grant' });
    expect((await site.get('/users/@me', first.access_token)).status).to.equal(401);
    expect((await site.get('/users/@me', second.access_token)).status).to.equal(200);
    at += 604_800_000;
    expect((await site.get('/users/@me', second.access_token)).status).to.equal(401);
    expect((await renew(second.refresh_token)).status).to.equal(200);
  });

  it('revokes all that a user allowed, by either token', async () => {
    const [one, other] = [await site.logIn('grace', 'identify'), await site.logIn('grace', 'guilds')];
    const body = new URLSearchParams({
      token: String(one.refresh_token),
      client_id: sandbox.applicationId,
      client_secret: sandbox.clientSecret,
    });
    const reply = await fetch(`${sandbox.api}/oauth2/token/revoke`, { method: 'POST', body });
    expect(reply.status).to.equal(200);
    expect((await site.get('/users/@me', one.access_token)).status).to.equal(401);
    expect((await site.get('/users/@me/guilds', other.access_token)).status).to.equal(401);
  });

  it('gives client credentials a token of the application’s owner', async () => {
    const grant = { grant_type: 'client_credentials' };
    const { body } = await site.token({ ...grant, scope: 'identify' });
    expect(body).to.include({ scope: 'identify' }).and.not.to.have.property('refresh_token');
    const { body: me } = await site.get('/users/@me', body.access_token);
    expect(me).to.include({ username: 'application-owner' });
    expect((await site.token(grant)).body).to.include({ error: 'invalid_scope' });
    expect((await site.token({ ...grant, scope: 'bot' })).body).to.include({ error: 'invalid_scope' });
  });

  it('has the same trouble as the rest of the API, and its own place in the records', async () => {
    sandbox.trouble.refuseRest({ status: 503, times: 1, match: 'POST /oauth2/token' });
    const code = await codeFrom();
    expect((await exchange(code)).status).to.equal(503);
    expect((await exchange(code)).status).to.equal(200);
    expect(sandbox.requests.map(({ path, status }) => [path, status])).to.deep.equal([
      ['/oauth2/token', 503],
      ['/oauth2/token', 200],
    ]);
  });

  it('escapes what comes from outside', async () => {
    const hostile = '"><script>alert(1)</script>';
    const reply = await fetch(site.link('identify', { state: hostile, as: hostile }));
    expect(reply.status).to.equal(400);
    expect(await reply.text())
      .to.include('&#60;script&#62;')
      .and.not.to.include('<script');
  });
});
