import { expect } from 'chai';
import { setDisabled } from '../shared/accounts/staff.ts';
import { createAccount } from '../shared/accounts/store.ts';
import { MINUTE } from '../shared/core/clock.ts';
import type { Knex } from '../shared/db/knex.ts';
import { endSession } from './middleware/session-list.ts';
import { type Browser, tokenOf } from './testing/browser.ts';
import { usePanel } from './testing/panel.ts';

describe('sessions of an account', () => {
  const panel = usePanel();
  const password = 'correct horse battery';
  const hostile = `<img src=x onerror=alert(1)>'"&</td>`;
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

  before(async () => {
    for (const username of ['ada', 'vera'])
      await createAccount({ db: panel.database.db }, { username, password, role: 'viewer' });
  });
  beforeEach(() => panel.redis.redis.flushdb());

  async function enter(agent = firefox, username = 'ada'): Promise<Browser> {
    const browser = panel.visit();
    const _csrf = tokenOf(await browser.get('/admin/login'));
    await browser.post('/admin/login', { _csrf, username, password }, { 'user-agent': agent });
    return browser;
  }
  const page = async (browser: Browser) => (await browser.get('/admin/account')).text;
  const refsOn = (text: string) =>
    [...text.matchAll(/name="ref" value="([^"]+)"/g)].map(([, ref]) => ref ?? '');
  const rowsOn = (text: string) => text.match(/<td><code>127\.0\.0\.1<\/code>/g)?.length;

  it('are listed with browser, address and which one is this', async () => {
    const here = await enter();
    await enter('curl/8.5.0');
    await enter(firefox, 'vera');
    const text = await page(here);
    expect(text).to.include('Firefox 140 on Linux').and.include('curl/8.5.0').and.include('127.0.0.1');
    expect(text.match(/this one/g)).to.have.length(1);
    expect(refsOn(text)).to.have.length(1); // this one is ended by logging out
    expect(text).to.not.include(here.cookies.get('smarter'));
  });

  it('show whatever a browser calls itself as text, and no more than a line of it', async () => {
    const here = await enter(hostile);
    const text = await page(here);
    expect(text).to.include('&lt;img src=x').and.not.include('<img src=x');
    expect(await page(await enter('x'.repeat(5_000)))).to.not.include('x'.repeat(257));
  });

  it('end at their next request once they are ended, and stay so', async () => {
    const [here, there] = [await enter(), await enter('curl/8.5.0')];
    const [ref = ''] = refsOn(await page(here));
    expect((await there.get('/admin')).status).to.equal(200);
    const ended = await here.submit('/admin/account', { ref }, '/admin/account/sessions/end');
    expect(ended).to.include({ status: 303, location: '/admin/account' });
    expect((await there.get('/admin')).location).to.match(/login/);
    expect((await here.get('/admin')).status).to.equal(200);
    const again = await here.submit('/admin/account', { ref }, '/admin/account/sessions/end');
    expect(again.status).to.equal(303);
    expect(await page(here)).to.include('had ended already');
  });

  it('are not brought back by a request under way that changes them', async () => {
    const [here, there] = [await enter(), await enter('curl/8.5.0')];
    const [ref = ''] = refsOn(await page(here));
    const { db } = panel.database;
    const ada = await idOf('ada');
    await panel.travel(2 * MINUTE); // its visit will be noted
    const slow = await db.transaction(async (trx) => {
      await trx.raw('LOCK TABLE admin_users');
      const asked = there.get('/admin');
      await untilWaiting(trx);
      expect(await endSession({ redis: panel.redis.redis }, ada, ref)).to.equal(true);
      return { asked };
    });
    expect((await slow.asked).status).to.equal(200);
    expect((await there.get('/admin')).location).to.match(/login/);
  });

  it('end all but this one', async () => {
    const here = await enter();
    const others = [await enter('a'), await enter('b'), await enter('c')];
    const foreign = await enter(firefox, 'vera');
    await here.submit('/admin/account', {}, '/admin/account/sessions/end-others');
    expect(await page(here)).to.include('3 other sessions ended');
    for (const other of others) expect((await other.get('/admin')).status).to.equal(303);
    expect((await here.get('/admin')).status).to.equal(200);
    expect((await foreign.get('/admin')).status).to.equal(200);
    expect(rowsOn(await page(here))).to.equal(1);
  });

  it('cannot be ended by another account', async () => {
    const here = await enter();
    await enter('curl/8.5.0');
    const [ref = ''] = refsOn(await page(here));
    const foreign = await enter(firefox, 'vera');
    await foreign.submit('/admin/account', { ref }, '/admin/account/sessions/end');
    expect(refsOn(await page(here))).to.deep.equal([ref]);
  });

  it('are not listed once they are logged out, or began with an earlier password', async () => {
    const [here, there] = [await enter(), await enter('curl/8.5.0')];
    await there.submit('/admin', {}, '/admin/logout');
    expect(rowsOn(await page(here))).to.equal(1);
    await enter('curl/8.5.0');
    const fresh = 'another fine sentence';
    await here.submit('/admin/password', { current: password, fresh, again: fresh });
    expect(rowsOn(await page(here))).to.equal(1);
    await here.submit('/admin/password', { current: fresh, fresh: password, again: password });
  });

  it('note when they were last seen, to the minute', async () => {
    const here = await enter();
    const seen = async () =>
      [...(await page(here)).matchAll(/datetime="([^"]+)"/g)].map(([, at]) => at).at(-1);
    await page(here);
    const first = await seen();
    expect(await seen()).to.equal(first);
    await panel.travel(1.5 * MINUTE);
    await here.get('/admin');
    expect(await seen()).to.not.equal(first);
  });

  it('end at once where the account is disabled', async () => {
    const there = await enter(firefox, 'vera');
    expect((await there.get('/admin')).status).to.equal(200);
    const by = { actor: { kind: 'system', name: 'console' } } as const;
    const deps = { db: panel.database.db };
    const id = await idOf('vera');
    await setDisabled(deps, id, true, by);
    expect((await there.get('/admin')).location).to.match(/login/);
    expect((await panel.visit().logIn('vera', password)).status).to.equal(403);
    await setDisabled(deps, id, false, by);
  });

  async function idOf(username: string): Promise<string> {
    const row = await panel.database.db('admin_users').where({ username }).first('id');
    return row.id;
  }
});

/** Until another statement waits for a lock that this transaction holds. */
async function untilWaiting(trx: Knex.Transaction): Promise<void> {
  const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'admin_users'::regclass`;
  for (let looks = 0; looks < 2_000; looks++) if ((await trx.raw(waiting)).rows.length > 0) return;
  throw new Error('nothing came to wait for the lock');
}
