import { expect } from 'chai';
import { createAccount } from '../shared/accounts/store.ts';
import { HOUR } from '../shared/core/clock.ts';
import type { Knex } from '../shared/db/knex.ts';
import { openThrottle } from './http/throttle.ts';
import { tokenOf } from './testing/browser.ts';
import { usePanel } from './testing/panel.ts';

const password = 'correct horse battery';

describe('staff login', () => {
  const panel = usePanel();

  before(async () => {
    for (const [username, role] of [
      ['ada', 'owner'],
      ['vera', 'viewer'],
      ['cleo', 'owner'],
    ] as const)
      await createAccount({ db: panel.database.db }, { username, password, role });
  });

  beforeEach(() => panel.redis.redis.flushdb());

  it('lets in whoever knows the password, and out again', async () => {
    const browser = panel.visit();
    const entered = await browser.logIn('Ada', password);
    expect(entered).to.include({ status: 303, location: '/admin' });
    expect((await browser.get('/admin')).text)
      .to.include('Guilds')
      .and.include('ada');
    expect(await browser.submit('/admin', {}, '/admin/logout')).to.include({ location: '/admin/login' });
    expect((await browser.get('/admin')).location).to.equal('/admin/login?next=%2Fadmin');
  });

  it('offers no sign-in with Discord where that is not set up', async () => {
    expect((await panel.visit().get('/admin/login')).text).to.not.include('/admin/login/discord');
    for (const path of ['/admin/login/discord', '/admin/login/discord/return?code=a&state=b']) {
      const { status, text } = await panel.visit().get(path);
      expect([status, text.includes('/config panel')]).to.deep.equal([404, true]);
    }
  });

  it('says the same of a wrong password and of an unknown name', async () => {
    const wrong = await panel.visit().logIn('ada', 'wrong horse battery');
    const unknown = await panel.visit().logIn('nobody', 'wrong horse battery');
    expect([wrong.status, unknown.status]).to.deep.equal([403, 403]);
    const said = ({ text }: { text: string }) => text.match(/role="alert">([^<]+)/)?.[1];
    expect(said(wrong)).to.equal('Username or password is wrong.').and.equal(said(unknown));
  });

  it('goes where one was going, but never to another site', async () => {
    const fields = { username: 'ada', password };
    const near = await panel.visit().submit('/admin/login', { ...fields, next: '/admin/guilds/1' });
    expect(near.location).to.equal('/admin/guilds/1');
    for (const next of ['//evil.example', '/admin/../..//evil.example', '/\\evil.example']) {
      const far = await panel.visit().submit('/admin/login', { ...fields, next });
      expect(far.location).to.equal('/admin');
    }
  });

  it('refuses a form without its token, and one with the token of another session', async () => {
    const browser = panel.visit();
    await browser.get('/admin/login');
    expect((await browser.post('/admin/login', { username: 'ada', password })).status).to.equal(403);
    const _csrf = tokenOf(await panel.visit().get('/admin/login'));
    const foreign = await browser.post('/admin/login', { _csrf, username: 'ada', password });
    expect(foreign.status).to.equal(403);
    expect(foreign.text).to.include('Reload the page');
    expect((await browser.get('/admin')).status).to.equal(303);
  });

  it('gives a new session id at login, so that a planted one is worth nothing', async () => {
    const browser = panel.visit();
    await browser.get('/admin/login');
    const planted = new Map(browser.cookies);
    await browser.logIn('ada', password);
    expect(browser.cookies.get('smarter')).to.not.equal(planted.get('smarter'));
    const attacker = panel.visit();
    for (const [name, value] of planted) attacker.cookies.set(name, value);
    expect((await attacker.get('/admin')).status).to.equal(303);
  });

  it('takes no session id that it did not sign', async () => {
    const browser = panel.visit();
    await browser.logIn('ada', password);
    browser.cookies.set('smarter.sig', 'x'.repeat(27));
    expect((await browser.get('/admin')).status).to.equal(303);
  });

  it('asks to log in again whoever comes back after two idle hours', async () => {
    const browser = panel.visit();
    await browser.logIn('ada', password);
    await panel.travel(1.9 * HOUR);
    expect((await browser.get('/admin')).status).to.equal(200);
    await panel.travel(2.1 * HOUR);
    expect((await browser.get('/admin')).location).to.equal('/admin/login?next=%2Fadmin');
  });

  it('ends a session after twelve hours, however busy', async () => {
    const browser = panel.visit();
    await browser.logIn('ada', password);
    for (let hours = 0; hours < 11; hours++) {
      await panel.travel(HOUR);
      expect((await browser.get('/admin')).status).to.equal(200);
    }
    await panel.travel(1.1 * HOUR);
    expect((await browser.get('/admin')).location).to.match(/login/);
  });

  it('takes a forgotten queue board for idle, however often it asks', async () => {
    const browser = panel.visit();
    await browser.logIn('ada', password);
    for (const path of ['/admin/queues/api/queues', '/admin/queues/api/redis/stats']) {
      await panel.travel(0.9 * HOUR);
      expect((await browser.get(path)).status).to.equal(200);
    }
    await panel.travel(0.3 * HOUR);
    expect((await browser.get('/admin/queues/api/queues')).location).to.match(/login/);
  });

  it('is not brought back by a request that was under way during the logout', async () => {
    const browser = panel.visit();
    await browser.logIn('ada', password);
    const _csrf = tokenOf(await browser.get('/admin'));
    const stale = new Map(browser.cookies);
    const { db } = panel.database;
    const slow = await db.transaction(async (trx) => {
      await trx.raw('LOCK TABLE admin_users');
      const page = browser.get('/admin');
      await untilWaiting(trx);
      expect((await browser.post('/admin/logout', { _csrf })).status).to.equal(303);
      return { page };
    });
    expect((await slow.page).status).to.equal(200);
    for (const [name, value] of stale) browser.cookies.set(name, value);
    expect((await browser.get('/admin')).status).to.equal(303);
  });

  it('sends cookies that scripts and other sites cannot use', async () => {
    const { headers } = await panel.visit().get('/admin/login');
    const lines = headers.getSetCookie();
    expect(lines).to.have.length(2);
    for (const line of lines)
      expect(line.toLowerCase()).to.include('httponly').and.include('samesite=lax').and.include('path=/');
  });

  it('closes a name to a network after ten wrong tries, whichever process saw them, also for the right password', async () => {
    const elsewhere = openThrottle({ redis: panel.redis.redis });
    for (let i = 0; i < 8; i++) await elsewhere.count('login-pair', '127.0.0.1 cleo');
    const browser = panel.visit();
    const wrong = Array.from({ length: 4 }, () => browser.logIn('cleo', 'wrong horse battery'));
    const statuses = (await Promise.all(wrong)).map(({ status }) => status);
    expect(statuses.sort()).to.deep.equal([403, 403, 429, 429]);
    const right = await panel.visit().logIn('CLEO', password);
    expect(right.status).to.equal(429);
    expect(Number(right.headers.get('retry-after'))).to.be.within(1, 900);
    expect((await panel.visit().logIn('ada', password)).status).to.equal(303);
  });

  it('leaves a name open to its owner while somebody elsewhere guesses', async () => {
    const throttle = openThrottle({ redis: panel.redis.redis });
    for (let i = 0; i < 11; i++) await throttle.count('login-pair', '192.0.2.7 ada');
    for (let i = 0; i < 199; i++) await throttle.count('login-name', 'ada');
    expect((await panel.visit().logIn('ada', password)).status).to.equal(303);
  });

  it('closes a name that the whole world guesses at', async () => {
    const throttle = openThrottle({ redis: panel.redis.redis });
    for (let i = 0; i < 200; i++) await throttle.count('login-name', 'ada');
    expect((await panel.visit().logIn('ada', password)).status).to.equal(429);
  });

  it('closes a network that tries many names', async () => {
    const throttle = openThrottle({ redis: panel.redis.redis });
    for (let i = 0; i < 30; i++) await throttle.count('login-network', '127.0.0.1');
    expect((await panel.visit().logIn('ada', password)).status).to.equal(429);
  });
});

/** Until another statement waits for a lock that this transaction holds. */
async function untilWaiting(trx: Knex.Transaction): Promise<void> {
  const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'admin_users'::regclass`;
  for (let looks = 0; looks < 2_000; looks++) if ((await trx.raw(waiting)).rows.length > 0) return;
  throw new Error('nothing came to wait for the lock');
}
