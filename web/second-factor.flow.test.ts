import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import { AdminUser } from '../shared/accounts/model.ts';
import { createAccount } from '../shared/accounts/store.ts';
import { MINUTE } from '../shared/core/clock.ts';
import { openThrottle } from './http/throttle.ts';
import type { Browser, Page } from './testing/browser.ts';
import { usePanel } from './testing/panel.ts';

describe('the second factor of a login', () => {
  const panel = usePanel();
  const password = 'correct horse battery';
  const path = '/admin/account/second-factor';
  let secret = '';

  before(() => createAccount({ db: panel.database.db }, { username: 'ada', password, role: 'owner' }));

  beforeEach(async () => {
    await panel.redis.redis.flushdb();
    await AdminUser.query(panel.database.db).patch({ totpSecret: null, totpStep: null, recoveryHashes: [] });
  });

  /** Of a step later than any before: each counts once. */
  let steps = 0;
  const nextCode = () =>
    TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + 30_000 * steps++ });

  const onceIn = ({ text }: Page) => text.match(/name="once" value="([^"]+)"/)?.[1] ?? '';
  const codesIn = ({ text }: Page) =>
    [...text.matchAll(/<code>([a-z\d]{4}(?:-[a-z\d]{4}){3})<\/code>/g)].map(([, code]) => code ?? '');

  async function enrol(): Promise<{ browser: Browser; codes: string[] }> {
    steps = 0;
    const browser = panel.visit();
    await browser.logIn('ada', password);
    const page = await browser.get(path);
    secret = (page.text.match(/<code>((?:[A-Z2-7]{4} ?){8})<\/code>/)?.[1] ?? '').replaceAll(' ', '');
    const done = await browser.submit(path, { code: nextCode(), once: onceIn(page) });
    expect(done.location).to.match(/^\/admin\/account\/recovery-codes\?once=/);
    return { browser, codes: codesIn(await browser.get(done.location ?? '')) };
  }

  /** The password, and the page that asks for the code. */
  async function half(next?: string): Promise<Browser> {
    const browser = panel.visit();
    const asked = await browser.submit('/admin/login', {
      username: 'ada',
      password,
      ...(next ? { next } : {}),
    });
    expect(asked).to.include({ status: 303, location: '/admin/login/code' });
    return browser;
  }
  const enterCode = (browser: Browser, code: string) => browser.submit('/admin/login/code', { code });

  it('is shown as a picture and as a key, the same until it is switched on', async () => {
    const browser = panel.visit();
    await browser.logIn('ada', password);
    const { text } = await browser.get(path);
    expect(text).to.match(/<svg viewBox="0 0 \d+ \d+"[^>]*role="img"/);
    expect(text).to.not.match(/ style=|data:/);
    const keyOf = ({ text }: Page) => text.match(/<code>([A-Z2-7 ]{39})<\/code>/)?.[1];
    expect(keyOf(await browser.get(path)))
      .to.equal(keyOf({ text } as Page))
      .and.to.be.a('string');
    const wrong = await browser.submit(path, { code: '000000' });
    expect(wrong.status).to.equal(422);
    expect(keyOf(wrong)).to.equal(keyOf({ text } as Page));
  });

  it('asks for a code after the password, and goes where one was going', async () => {
    const { codes } = await enrol();
    expect(codes).to.have.length(10);
    const browser = await half('/admin/account?from=1');
    expect((await browser.get('/admin')).location).to.match(/^\/admin\/login\?next=/);
    expect((await enterCode(browser, '000000')).status).to.equal(403);
    const code = nextCode();
    expect(await enterCode(browser, code)).to.include({ status: 303, location: '/admin/account?from=1' });
    expect((await browser.get('/admin')).status).to.equal(200);
    expect((await enterCode(await half(), code)).status).to.equal(403); // replayed
  });

  it('allows nothing else while the code is awaited, and is over after five minutes', async () => {
    await enrol();
    const browser = await half();
    for (const page of ['/admin', '/admin/account', '/admin/staff', '/admin/password', path])
      expect((await browser.get(page)).location, page).to.match(/^\/admin\/login\?next=/);
    await panel.travel(5.1 * MINUTE);
    steps += 10;
    expect((await browser.get('/admin/login/code')).location).to.equal('/admin/login');
    expect(
      (await browser.submit('/admin/login', { code: nextCode() }, '/admin/login/code')).location,
    ).to.equal('/admin/login');
    expect((await browser.get('/admin')).status).to.equal(303);
    await panel.travel(-5.1 * MINUTE);
  });

  it('gives a new session id at each step', async () => {
    await enrol();
    const browser = panel.visit();
    await browser.get('/admin/login');
    const ids = [browser.cookies.get('smarter')];
    await browser.logIn('ada', password);
    ids.push(browser.cookies.get('smarter'));
    await enterCode(browser, nextCode());
    ids.push(browser.cookies.get('smarter'));
    expect(new Set(ids)).to.have.property('size', 3);
  });

  it('takes a recovery code once, and says how many are left', async () => {
    const { codes } = await enrol();
    const browser = await half();
    expect((await enterCode(browser, codes[0] ?? '')).status).to.equal(303);
    expect((await browser.get('/admin')).text).to.include('9 are left');
    expect((await browser.get('/admin')).text).to.not.include('9 are left');
    expect((await enterCode(await half(), codes[0] ?? '')).status).to.equal(403);
  });

  it('shows recovery codes once, also where the form was posted twice', async () => {
    const { browser } = await enrol();
    const page = await browser.get('/admin/account');
    const fields = { once: onceIn(page), renewPassword: password };
    const again = async () => browser.submit('/admin/account', fields, '/admin/account/recovery-codes');
    expect((await again()).location).to.equal((await again()).location);
    const location = (await again()).location ?? '';
    expect(codesIn(await browser.get(location))).to.have.length(10);
    expect(await browser.get(location)).to.include({ status: 303, location: '/admin/account' });
  });

  it('leads whoever switches it on twice to the codes of the first time', async () => {
    const browser = panel.visit();
    await browser.logIn('ada', password);
    const page = await browser.get(path);
    secret = (page.text.match(/<code>([A-Z2-7 ]{39})<\/code>/)?.[1] ?? '').replaceAll(' ', '');
    steps = 0;
    const fields = { code: nextCode(), once: onceIn(page) };
    const first = await browser.submit(path, fields);
    const second = await browser.submit('/admin/account', fields, path);
    expect(second.location).to.equal(first.location);
    expect(codesIn(await browser.get(second.location ?? ''))).to.have.length(10);
  });

  it('goes only for the password', async () => {
    const { browser } = await enrol();
    const off = (disablePassword: string) =>
      browser.submit('/admin/account', { disablePassword }, `${path}/disable`);
    const wrong = await off('wrong horse battery');
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('The password is wrong');
    expect((await off(password)).location).to.equal('/admin/account');
    expect((await panel.visit().logIn('ada', password)).location).to.equal('/admin');
  });

  it('is guessed at ten times an hour, whoever guesses', async () => {
    await enrol();
    const { id } = await AdminUser.query(panel.database.db).first().throwIfNotFound();
    const throttle = openThrottle({ redis: panel.redis.redis });
    for (let i = 0; i < 9; i++) await throttle.count('second-factor', id);
    expect((await enterCode(await half(), '000000')).status).to.equal(403);
    expect((await enterCode(await half(), nextCode())).status).to.equal(429);
  });
});
