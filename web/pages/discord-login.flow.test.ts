import { expect } from 'chai';
import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { type Sandbox, userId } from '../../scripts/sandbox/index.ts';
import { webApp } from '../../scripts/sandbox/testing/web-app.ts';
import { createAccount } from '../../shared/accounts/store.ts';
import { HOUR, MINUTE } from '../../shared/core/clock.ts';
import { keys } from '../../shared/core/keys.ts';
import { discordReturn } from '../../shared/setup/discord-identity.ts';
import { findManagedGuild } from '../../shared/setup/standing.ts';
import { countQueries } from '../../shared/testing/queries.ts';
import { itReadsLittle } from '../../shared/testing/reads-little.ts';
import { openThrottle } from '../http/throttle.ts';
import type { Browser, Page } from '../testing/browser.ts';
import { usePanelOfDiscord } from '../testing/discord.ts';

const path = '/admin/login/discord';
const [owned, managed, visited] = ['700', '701', '702'] as const;
const mona = userId('mona');
const of = (guild: string) => `/admin/guilds/${guild}`;

describe('signing in with Discord', () => {
  const panel = usePanelOfDiscord(['mona', 'nora', 'olga']);
  let sandbox: Sandbox;

  before(async () => {
    const { db } = panel.database;
    sandbox = panel.sandbox;
    await createAccount({ db }, { username: 'owner', password: 'correct horse battery', role: 'owner' });
    const users = ['mona', 'nora', 'olga'].map((username) => ({ id: userId(username), username }));
    await db('discord_users').insert(users);
    await db('guilds').insert([
      { id: owned, name: 'Own workshop', owner_id: mona, member_count: 12, members_loaded_at: new Date() },
      { id: managed, name: 'Managed <b>hall</b>', owner_id: '1' },
      { id: visited, name: 'Somebody else’s', owner_id: '1' },
    ]);
    await db('guild_roles').insert(
      [managed, visited].flatMap((guild) => [
        { guild_id: guild, id: guild, name: '@everyone', permissions: String(P.SendMessages) },
        { guild_id: guild, id: `${guild}1`, name: 'Managers', permissions: String(P.ManageGuild) },
      ]),
    );
    const seen = { user_id: mona, seen_at: new Date() };
    await db('guild_members').insert([
      { ...seen, guild_id: owned, roles: [] },
      { ...seen, guild_id: managed, roles: ['7011'] },
      { ...seen, guild_id: visited, roles: ['7011'] }, // a role of another guild
    ]);
  });
  beforeEach(async () => {
    const { redis } = panel.redis;
    await redis.flushdb();
    sandbox.requests.length = 0;
  });

  /** As far as Discord's page and back: the path to which its answer leads. */
  async function consent(browser: Browser, as = 'mona', answer: 'allow' | 'cancel' = 'allow', next = '') {
    const { status, location } = await browser.get(`${path}?next=${encodeURIComponent(next)}`);
    expect(status).to.equal(302);
    const { to } = await webApp(sandbox).consent(location ?? '', as, answer);
    expect(to?.origin).to.equal(panel.origin);
    return { query: to?.searchParams ?? new URLSearchParams(), back: `${to?.pathname}${to?.search}` };
  }

  async function signIn(browser: Browser, as = 'mona', next = ''): Promise<Page> {
    return browser.get((await consent(browser, as, 'allow', next)).back);
  }

  async function come(as = 'mona'): Promise<Browser> {
    const browser = panel.visit();
    const { status, location } = await signIn(browser, as);
    expect([status, location]).to.deep.equal([303, '/admin']);
    return browser;
  }

  const asked = () => sandbox.requests.map((request) => request.path);

  it('leads from the login to the servers that one manages, and to no other', async () => {
    const browser = panel.visit();
    expect((await browser.get('/admin/login')).text).to.include(`href="${path}?next=%2Fadmin"`);
    const planted = new Map(browser.cookies);
    expect((await signIn(browser)).location).to.equal('/admin');
    const { text } = await browser.get('/admin');
    expect(text).to.include('Own workshop').and.include('Managed &lt;b&gt;hall').and.include('mona');
    expect(text).to.not.include('Somebody');
    for (const guild of [owned, managed]) expect((await browser.get(of(guild))).status).to.equal(200);
    for (const guild of [visited, '42', 'x']) expect((await browser.get(of(guild))).status).to.equal(404);
    for (const at of ['/admin/dashboard', '/admin/account', '/admin/search', '/admin/queues', '/admin/cases'])
      expect((await browser.get(at)).status, at).to.equal(403);
    const found = await browser.get('/admin/search/guilds?search=o');
    expect(found.text).to.include(of(owned)).and.not.include(of(visited));
    const attacker = panel.visit();
    for (const [name, value] of planted) attacker.cookies.set(name, value);
    expect((await attacker.get('/admin')).location).to.match(/^\/admin\/login/);
  });

  it('asks Discord who one is and nothing else, and keeps no token', async () => {
    const { location } = await panel.visit().get(path);
    const query = new URL(location ?? '').searchParams;
    expect(query.get('scope')).to.equal('identify');
    expect(query.get('code_challenge_method')).to.equal('S256');
    await come();
    expect(asked()).to.deep.equal(['/oauth2/token', '/users/@me', '/oauth2/token/revoke']);
    const [exchange, , revoked] = sandbox.requests;
    const token = String(Object(exchange?.reply).access_token);
    expect(Object(revoked?.body).token).to.equal(token);
    const { redis } = panel.redis;
    const kept = await Promise.all((await redis.keys(keys.session('*'))).map((key) => redis.get(key)));
    expect(kept.join()).to.include(mona).and.not.include(token);
  });

  it('goes where one was going, but never to another site', async () => {
    expect((await signIn(panel.visit(), 'mona', of(managed))).location).to.equal(of(managed));
    expect((await signIn(panel.visit(), 'mona', '//evil.example')).location).to.equal('/admin');
  });

  it('tells whoever cancels that nothing was passed on', async () => {
    const browser = panel.visit();
    const { back } = await consent(browser, 'mona', 'cancel');
    const { status, text } = await browser.get(back);
    expect([status, text.includes('You did not sign in')]).to.deep.equal([403, true]);
    expect(asked()).to.deep.equal([]);
    expect((await browser.get('/admin')).status).to.equal(303);
  });

  it('takes back nobody with a state that is forged, missing, of another browser, used or old', async () => {
    const browser = panel.visit();
    const { query, back } = await consent(browser);
    const refused = async (who: Browser, at: string) => {
      const { status, text } = await who.get(at);
      expect([status, text.includes('This sign-in is over')], at).to.deep.equal([400, true]);
    };
    const code = query.get('code') ?? '';
    await refused(browser, `${discordReturn}?code=${code}&state=${'x'.repeat(43)}`);
    await refused(browser, `${discordReturn}?code=${code}`);
    await refused(browser, `${discordReturn}?code=${code}&state=a&state=${query.get('state')}`);
    const other = panel.visit();
    await other.get(path);
    await refused(other, back);
    await refused(panel.visit(), back);
    expect(asked()).to.deep.equal([]);
    const both = await Promise.all([browser.get(back), browser.get(back)]);
    expect(both.map(({ status }) => status).sort()).to.deep.equal([303, 400]);
    await refused(await come(), back);
    const late = panel.visit();
    const begun = await consent(late);
    await panel.travel(11 * MINUTE);
    await refused(late, begun.back);
  });

  it('takes no code twice, and none that another was given', async () => {
    const stale = async (browser: Browser, code: string | null) => {
      const { query } = await consent(browser);
      const { status, text } = await browser.get(
        `${discordReturn}?${new URLSearchParams({ code: code ?? '', state: query.get('state') ?? '' })}`,
      );
      expect([status, text.includes('was used already, or has expired')]).to.deep.equal([400, true]);
      expect((await browser.get('/admin')).status).to.equal(303);
    };
    const first = panel.visit();
    const { query, back } = await consent(first);
    await first.get(back);
    await stale(panel.visit(), query.get('code'));
    const victim = await consent(panel.visit(), 'nora');
    await stale(panel.visit(), victim.query.get('code'));
  });

  it('says so where Discord is away or refuses us, and works again afterwards', async () => {
    const browser = panel.visit();
    const match = 'POST /oauth2/token';
    for (const [given, status, words] of [
      [503, 503, 'Discord does not answer'],
      [401, 502, 'Discord refuses this panel'],
    ] as const) {
      sandbox.trouble.refuseRest({ status: given, times: 1, match });
      const answer = await signIn(browser);
      expect(answer.status).to.equal(status);
      expect(answer.text).to.include(words).and.include(`href="${path}`);
    }
    sandbox.trouble.refuseRest({ status: 500, times: 1, match: 'GET /users/@me' });
    expect((await signIn(browser)).status).to.equal(503);
    sandbox.trouble.refuseRest({ status: 500, times: 1, match: 'POST /oauth2/token/revoke' });
    expect((await signIn(browser)).status).to.equal(303);
  });

  it('asks Discord no more often than a network may try', async () => {
    const throttle = openThrottle({ redis: panel.redis.redis });
    for (let i = 0; i < 30; i++) await throttle.count('discord-login', '127.0.0.1');
    const { status, headers } = await signIn(panel.visit());
    expect(status).to.equal(429);
    expect(Number(headers.get('retry-after'))).to.be.within(1, 900);
    expect(asked()).to.deep.equal([]);
  });

  it('is over for a server once one may not manage it any more, and goes on for the others', async () => {
    const { db } = panel.database;
    const browser = await come();
    const change = (roles: string[]) =>
      db('guild_members').where({ guild_id: managed, user_id: mona }).update({ roles });
    await change([]);
    expect((await browser.get(of(managed))).status).to.equal(404);
    expect((await browser.get('/admin')).text)
      .to.include('Own workshop')
      .and.not.include('hall');
    await change(['7011']);
    expect((await browser.get(of(managed))).status).to.equal(200);
  });

  it('lists what each page asks for: the very servers that one is let into', async () => {
    const { db } = panel.database;
    const browser = await come();
    const own = { guild_id: managed, user_id: mona };
    const soon = new Date(panel.clock() + HOUR);
    const states: [table: string, where: object, change: object, back: object][] = [
      ['guild_members', own, { timed_out_until: soon }, { timed_out_until: null }],
      ['guild_members', own, { timed_out_until: new Date(0) }, { timed_out_until: null }],
      ['guild_members', own, { active: false }, { active: true }],
      ['guild_members', own, { seen_at: '-infinity' }, { seen_at: new Date() }],
      ['guild_roles', { guild_id: managed, id: '7011' }, { active: false }, { active: true }],
      ['guild_roles', { guild_id: managed, id: managed }, { permissions: '8' }, { permissions: '0' }],
      ['guilds', { id: managed }, { active: false }, { active: true }],
      ['guilds', { id: managed }, { owner_id: null }, { owner_id: '1' }],
    ];
    const listed = async () => (await browser.get('/admin')).text.includes(`href="${of(managed)}"`);
    const outcomes: boolean[] = [];
    for (const [table, where, change, back] of states) {
      await db(table).where(where).update(change);
      const deps = { db, clock: panel.clock };
      const mayEnter = (await findManagedGuild(deps, managed, mona)) !== undefined;
      expect(await listed(), JSON.stringify(change)).to.equal(mayEnter);
      outcomes.push(mayEnter);
      await db(table).where(where).update(back);
    }
    expect(outcomes).to.deep.equal([false, true, false, false, false, true, false, true]);
  });

  it('shows many servers a page at a time, and finds them by name', async () => {
    const { db } = panel.database;
    const olga = userId('olga');
    const many = Array.from({ length: 53 }, (_, n) => ({
      id: `${9000 + n}`,
      name: `Club ${n % 3}`,
      owner_id: olga,
    }));
    await db('guilds').insert(many);
    await db('guild_members').insert(
      many.map(({ id }) => ({ guild_id: id, user_id: olga, seen_at: new Date() })),
    );
    const browser = await come('olga');
    const linksOf = ({ text }: Page) =>
      [...text.matchAll(/class="named" href="([^"]+)"/g)].map(([, href]) => href);
    let first: Page | undefined;
    const sent = await countQueries(db, async () => {
      first = await browser.get('/admin');
    });
    expect(sent.length).to.be.at.most(8);
    if (!first) throw new Error('no page');
    const next = first.text.match(/href="([^"]+)" rel="next"/)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const all = [...linksOf(first), ...linksOf(await browser.get(next))];
    expect(new Set(all)).to.have.property('size', 53);
    expect(all).to.have.length(53);
    expect(linksOf(await browser.get('/admin?search=club%202'))).to.have.length(17);
    expect(linksOf(await browser.get('/admin?search=9001'))).to.deep.equal([of('9001')]);
    expect((await browser.get('/admin?search=nothing')).text).to.include('No server matches');
  });

  it('tells who manages nothing how to come by a server', async () => {
    const { text } = await (await come('nora')).get('/admin');
    expect(text)
      .to.include('The bot is in no server that you manage')
      .and.include(`${sandbox.api.slice(0, -4)}/oauth2`);
  });

  it('ends by logging out, after two hours, and where staff logs in', async () => {
    const browser = await come();
    const left = await browser.submit('/admin', {}, '/admin/logout');
    expect(left.location).to.equal('/admin/login');
    expect((await browser.get('/admin')).location).to.match(/^\/admin\/login/);
    await signIn(browser);
    await panel.travel(2 * HOUR);
    expect((await browser.get('/admin')).location).to.match(/^\/admin\/login/);
    const { back } = await consent(browser);
    await browser.logIn('owner', 'correct horse battery');
    expect((await browser.get(back)).status).to.equal(400);
    expect((await browser.get('/admin/dashboard')).status).to.equal(200);
    expect((await browser.get(path)).location).to.equal('/admin');
  });

  itReadsLittle(panel.database);
});
