import { expect } from 'chai';
import { createAccount } from '../shared/accounts/store.ts';
import { HOUR, MINUTE } from '../shared/core/clock.ts';
import { keys } from '../shared/core/keys.ts';
import { type Browser, tokenOf } from './testing/browser.ts';
import { usePanel } from './testing/panel.ts';

describe('a form that was posted too late', () => {
  const panel = usePanel();
  const password = 'correct horse battery';
  const page = '/admin/staff';
  const typed = { username: 'new-colleague', role: 'moderator' };
  const own = () => ({
    'sec-fetch-site': 'same-origin',
    origin: panel.origin,
    referer: `${panel.origin}${page}`,
  });

  before(() => createAccount({ db: panel.database.db }, { username: 'ada', password, role: 'owner' }));
  beforeEach(() => panel.redis.redis.flushdb());

  async function enter(): Promise<Browser> {
    const browser = panel.visit();
    await browser.logIn('ada', password);
    return browser;
  }

  /** The session ends while the form is open. */
  async function late(): Promise<{ browser: Browser; _csrf: string }> {
    const browser = await enter();
    const _csrf = tokenOf(await browser.get(page));
    await panel.redis.redis.flushdb();
    return { browser, _csrf };
  }
  const logInAt = (browser: Browser, location: string) => {
    const next = new URLSearchParams(location.split('?')[1]).get('next') ?? '';
    return browser.submit('/admin/login', { username: 'ada', password, next });
  };

  it('is back with what was typed after the login, and not saved yet', async () => {
    const { browser, _csrf } = await late();
    const sent = await browser.post(page, { _csrf, ...typed }, own());
    expect(sent.status).to.equal(303);
    expect(sent.location).to.match(/^\/admin\/login\?next=%2Fadmin%2Fstaff%3Fkept%3D/);
    const entered = await logInAt(browser, sent.location ?? '');
    expect(entered.location).to.match(/^\/admin\/staff\?kept=[\w-]+$/);
    const back = await browser.get(entered.location ?? '');
    expect(back.text).to.include('value="new-colleague"').and.include('Nothing was saved yet');
    expect(back.text).to.match(/<option value="moderator" selected/);
    expect(await panel.database.db('admin_users').where({ username: typed.username })).to.have.length(0);
    const again = await browser.get(entered.location ?? '');
    expect(again.status).to.equal(200);
    expect(again.text).to.not.include('new-colleague');
  });

  it('is back at once where only its token is missing or another', async () => {
    const browser = await enter();
    for (const fields of [typed, { ...typed, _csrf: 'stale' }]) {
      const sent = await browser.post(page, fields, own());
      expect(sent.location).to.match(/^\/admin\/staff\?kept=/);
      expect((await browser.get(sent.location ?? '')).text).to.include('value="new-colleague"');
    }
  });

  it('is back although only the account had another password meanwhile', async () => {
    const browser = await enter();
    const _csrf = tokenOf(await browser.get(page));
    const [{ password_hash }] = await panel.database.db('admin_users').select('password_hash');
    await panel.database.db('admin_users').update({ password_hash: 'another' });
    const sent = await browser.post(page, { _csrf, ...typed }, own());
    await panel.database.db('admin_users').update({ password_hash });
    const entered = await logInAt(browser, sent.location ?? '');
    expect((await browser.get(entered.location ?? '')).text).to.include('value="new-colleague"');
  });

  it('never comes back from another site, or where it is not known to be from ours', async () => {
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      { 'sec-fetch-site': 'same-site', origin: panel.origin },
      { 'sec-fetch-site': 'cross-site', origin: panel.origin, referer: `${panel.origin}${page}` },
      { origin: 'https://evil.example', referer: `${panel.origin}${page}` },
      { origin: 'null' },
      {},
    ];
    for (const browser of [await enter(), panel.visit()])
      for (const headers of foreign) {
        const sent = await browser.post(page, typed, headers);
        expect(sent.status, JSON.stringify(headers)).to.equal(403);
        expect(sent.text).to.include('Reload the page');
      }
    expect(await panel.redis.redis.keys(keys.keptForm('*'))).to.deep.equal([]);
  });

  it('is worth nothing in another browser, so that nobody fills in a form for somebody else', async () => {
    const sent = await panel.visit().post(page, typed, own());
    const kept = decodeURIComponent(sent.location ?? '').match(/kept=[\w-]+/)?.[0];
    expect(kept).to.be.a('string');
    const victim = await enter();
    expect((await victim.get(`${page}?${kept}`)).text).to.not.include('new-colleague');
  });

  it('shows only on its own page', async () => {
    const browser = await enter();
    const sent = await browser.post(page, typed, own());
    const kept = sent.location?.split('?')[1];
    expect((await browser.get(`/admin/account?${kept}`)).text).to.not.include('new-colleague');
    expect((await browser.get(`${page}?${kept}`)).text).to.include('new-colleague');
  });

  it('keeps no secrets', async () => {
    const browser = await enter();
    const secrets = {
      password: 's1',
      newPassword: 's1',
      clientSecret: 's1',
      code: 's1',
      apiToken: 's1',
      _csrf: 's1',
    };
    await browser.post(page, { ...typed, ...secrets }, own());
    await browser.post('/admin/password', { current: 's2', fresh: 's2', again: 's2' }, own());
    await browser.post('/admin/login', { username: 's3', password: 's3' }, own());
    const stored = await panel.redis.redis.keys(keys.keptForm('*'));
    expect(stored).to.have.length(1);
    const text = await panel.redis.redis.get(stored[0] ?? '');
    expect(text)
      .to.include('new-colleague')
      .and.not.match(/s[123]"/);
  });

  it('goes back to the page it says, with its query, and never leaves the panel', async () => {
    const browser = await enter();
    const back = async (_page: string) => (await browser.post(page, { ...typed, _page }, own())).location;
    expect(await back('/admin/keys?tab=new')).to.match(/^\/admin\/keys\?tab=new&kept=/);
    for (const far of ['//evil.example', 'https://evil.example/admin', '/admin/../..//evil.example'])
      expect(await back(far)).to.match(/^\/admin\/staff\?kept=/);
    const referer = 'https://evil.example/admin/keys';
    const sent = await browser.post(page, typed, { 'sec-fetch-site': 'same-origin', referer });
    expect(sent.location).to.match(/^\/admin\/staff\?kept=/);
  });

  it('says that nothing was done where nothing was typed', async () => {
    const browser = await enter();
    const sent = await browser.post(
      '/admin/account/sessions/end-others',
      {},
      {
        ...own(),
        referer: `${panel.origin}/admin/account`,
      },
    );
    expect(sent.location).to.equal('/admin/account');
    expect((await browser.get('/admin/account')).text).to.include('Nothing was done');
  });

  it('keeps no flood of it', async () => {
    const { browser } = await late();
    expect((await browser.post(page, { ...typed, note: 'x'.repeat(63_000) }, own())).status).to.equal(303);
    expect((await browser.post(page, { ...typed, note: 'x'.repeat(70_000) }, own())).status).to.equal(413);
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`f${i}`, '']));
    expect((await browser.post(page, many, own())).location).to.not.include('kept');
    for (let i = 0; i < 30; i++) await panel.visit().post(page, typed, own());
    expect((await panel.visit().post(page, typed, own())).status).to.equal(403);
    const stored = await panel.redis.redis.keys(keys.keptForm('*'));
    expect(stored.length).to.be.at.most(30);
    for (const key of stored) expect(await panel.redis.redis.pttl(key)).to.be.within(1, 30 * MINUTE);
  });

  it('of a program is refused in words, as before', async () => {
    const headers = { ...own(), accept: 'application/json' };
    expect((await panel.visit().post(page, typed, headers)).status).to.equal(403);
  });

  it('of the login asks to log in again, and still leads where one was going', async () => {
    const browser = panel.visit();
    await browser.get('/admin/login?next=/admin/account');
    await panel.travel(3 * HOUR);
    const fields = { _csrf: 'stale', username: 'ada', password, next: '/admin/account' };
    const sent = await browser.post('/admin/login', fields, own());
    expect(sent.location).to.equal('/admin/login?next=%2Fadmin%2Faccount');
    expect((await browser.get(sent.location ?? '')).text).to.include('too old');
    await panel.travel(-3 * HOUR);
  });

  it('of the way out lets out', async () => {
    const browser = await enter();
    expect((await browser.post('/admin/logout', { _csrf: 'stale' }, own())).location).to.equal(
      '/admin/login',
    );
    expect((await browser.get('/admin')).location).to.match(/login/);
    const other = await enter();
    await other.post('/admin/logout', {}, { 'sec-fetch-site': 'cross-site' });
    expect((await other.get('/admin')).status).to.equal(200);
  });
});
