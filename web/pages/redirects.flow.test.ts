import { expect } from 'chai';
import { createAccount } from '../../shared/accounts/store.ts';
import { keepRecords } from '../../shared/analytics/keep-records.ts';
import { click, uuid } from '../../shared/analytics/records.fixture.ts';
import { HOUR } from '../../shared/core/clock.ts';
import { silent } from '../../shared/core/log.ts';
import { keepPartitions } from '../../shared/db/partitions.ts';
import { findByName } from '../../shared/redirects/redirects.ts';
import { rollUpOnce } from '../../workers/analytics/roll-ups.ts';
import type { Browser } from '../testing/browser.ts';
import { usePanel } from '../testing/panel.ts';

const password = 'correct horse battery';
const path = '/admin/redirects';
const hostile = `<img src=x onerror=alert(1)>'"&`;
const typed = { name: 'Rules', target: 'https://example.com/rules', note: hostile, enabled: 'on' };

describe('the pages of short links', () => {
  const panel = usePanel();
  let admin: Browser;

  before(async () => {
    const { db } = panel.database;
    await createAccount({ db }, { username: 'admin', password, role: 'admin' });
    await createAccount({ db }, { username: 'moderator', password, role: 'moderator' });
    admin = panel.visit();
    await admin.logIn('admin', password);
  });

  const post = (fields: Record<string, string>, at = `${path}/new`) =>
    admin.submit(`${path}/new`, fields, at);
  const found = async (name = 'rules') => (await findByName(panel.database, name)) ?? expect.fail(name);

  it('are for admins', async () => {
    const moderator = panel.visit();
    await moderator.logIn('moderator', password);
    for (const page of [path, `${path}/new`]) expect((await moderator.get(page)).status).to.equal(403);
  });

  it('make one once it was looked at, and only once', async () => {
    const review = await post(typed);
    expect(review.status).to.equal(200);
    expect(review.text)
      .to.include('Nothing is saved yet')
      .and.include('/rules')
      .and.not.include('<img src=x');
    expect(await findByName(panel.database, 'rules')).to.equal(undefined);
    for (let time = 0; time < 2; time++) {
      const { location } = await post({ ...typed, step: 'save' });
      expect(location).to.equal(`${path}/${(await found()).id}`);
    }
    expect((await post({ ...typed, note: 'another', step: 'save' })).status).to.equal(409);
    const list = await admin.get(path);
    expect(list.text).to.include('/rules').and.include('&lt;img').and.not.include('<img src=x');
  });

  it('keep what was typed where it is refused', async () => {
    const refused = [
      { ...typed, name: 'API' },
      { ...typed, name: 'läuft' },
      { ...typed, target: 'data:text/html,<script>' },
      { ...typed, target: 'https://user:pw@example.com' },
      { ...typed, note: 'x'.repeat(201) },
      { ...typed, note: 'a\0b' },
    ];
    for (const fields of refused) {
      const { status, text } = await post(fields);
      expect(status, JSON.stringify(fields)).to.equal(422);
      expect(text).to.include('aria-invalid').and.not.include('<script>');
    }
    const back = await post({ ...typed, name: 'back', target: `${panel.origin}/back`, step: 'save' });
    expect([back.status, back.text.includes('go round')]).eql([409, true]);
  });

  it('show who followed one as text, and of how many no details are kept', async () => {
    const { db } = panel.database;
    const { id: redirect } = await found();
    const at = Date.now();
    await keepPartitions(db, at);
    const seen = { at, redirect, agent: hostile, referrer: `https://x.example/${hostile}` };
    await keepRecords({ db }, 'clicks', [click(1, seen), click(2, { ...seen, bot: true })]);
    const more = { at: at - (at % HOUR), of: 'clicks', label: redirect, bot: false, count: 9_000 };
    const one = `${path}/${redirect}`;
    expect((await admin.get(one)).text).to.not.include('are kept: the others');
    await keepRecords({ db }, 'surplus', [{ id: uuid(3), ...more, sum: 0, most: 0 }]);
    await rollUpOnce({ db, log: silent });
    for (const page of [one, `${one}/clicks`]) {
      const { text } = await admin.get(page);
      expect(text, page).to.include('&lt;img src=x').and.include('x.example').and.not.include('<img src=x');
    }
    const { text } = await admin.get(one);
    expect(text).to.match(/Clicks of people<\/dt><dd>9,001</);
    expect(text).to.include('Details of 2 of these clicks are kept: the others came too many at once');
  });

  it('change one, unless somebody else did meanwhile; switch it off, and remove it', async () => {
    const { id } = await found();
    const one = `${path}/${id}`;
    const edit = (fields: Record<string, string>) =>
      admin.submit(`${one}/edit`, { ...typed, ...fields }, `${one}/edit`);
    const changed = await edit({ name: 'law', version: '1', step: 'save' });
    expect(changed.location).to.equal(one);
    const stale = await edit({ name: 'order', version: '1', step: 'save' });
    expect([stale.status, stale.text.includes('Somebody else')]).eql([409, true]);
    await admin.submit(one, { version: '2' }, `${one}/switch`);
    expect(await found('law')).to.include({ enabled: false, version: 3 });
    await admin.submit(one, { version: '2', enabled: 'on' }, `${one}/switch`);
    expect(await found('law')).to.include({ enabled: false, version: 3 });
    expect((await admin.submit(`${one}/remove`, { version: '3' }, `${one}/remove`)).location).to.equal(path);
    expect((await admin.get(one)).status).to.equal(404);
  });

  it('do not trip over what cannot be meant', async () => {
    for (const page of [`${path}/0`, `${path}/x`, `${path}/99999999999999999999/edit`, `${path}/9/clicks`])
      expect((await admin.get(page)).status, page).to.equal(404);
    const odd = 'find=%00&state=x&period=__proto__&after=%3Cb%3E&before=1.1&by=x';
    expect((await admin.get(`${path}?${odd}`)).status).to.equal(200);
  });
});
