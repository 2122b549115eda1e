import { expect } from 'chai';
import { createAccount } from '../../shared/accounts/store.ts';
import { signPanelLink } from '../../shared/setup/panel-link.ts';
import { saveGuilds } from '../../shared/sync/store.ts';
import { Webhook, WebhookDelivery } from '../../shared/webhooks/model.ts';
import { type Browser, tokenOf } from '../testing/browser.ts';
import { usePanel } from '../testing/panel.ts';

const password = 'correct horse battery';
const guild = '1000';
const path = `/admin/guilds/${guild}/webhooks`;
const hostile = `<img src=x onerror=alert(1)>'"&`;
const typed = { name: hostile, url: 'https://site.example/hook', events: 'transfer', enabled: 'on' };

describe('the pages of webhooks', () => {
  const panel = usePanel();
  let admin: Browser;

  before(async () => {
    const { db } = panel.database;
    for (const role of ['admin', 'moderator'] as const)
      await createAccount({ db }, { username: role, password, role });
    await saveGuilds({ db }, [{ guild, name: 'One', icon: null, owner: '77', memberCount: 1, at: 1 }]);
    await db('discord_users').insert({ id: '77', username: 'ada' });
    await db('guild_members').insert({ guild_id: guild, user_id: '77', active: true, seen_at: new Date() });
    admin = panel.visit();
    await admin.logIn('admin', password);
  });

  const post = (fields: Record<string, string>, at = path, who = admin) =>
    who.submit(`${at}/new`, fields, `${at}/new`);
  const onceOf = (text: string) => text.match(/name="once" value="([^"]+)"/)?.[1] ?? '';
  const kept = () => Webhook.query(panel.database.db).orderBy('id');
  const only = async () => (await kept())[0] ?? expect.fail('there is none');

  it('are for admins', async () => {
    const moderator = panel.visit();
    await moderator.logIn('moderator', password);
    for (const page of [path, `${path}/new`, '/admin/webhooks'])
      expect((await moderator.get(page)).status, page).to.equal(403);
  });

  it('make one once it was looked at, and show its secret once, also where the form is sent twice', async () => {
    const review = await post(typed);
    expect(review.text).to.include('Nothing is saved yet').and.not.include('<img src=x');
    expect(await kept()).eql([]);
    const form = { ...typed, step: 'save', once: onceOf(review.text), _csrf: tokenOf(review) };
    const answers = [await admin.post(`${path}/new`, form), await admin.post(`${path}/new`, form)];
    const [first = null, second] = answers.map(({ location }) => location);
    expect(first).to.equal(second).and.include(`${path}/secret?once=`);
    const shown = await admin.get(first ?? '');
    expect(shown.text)
      .to.match(/id="secret">whsec_/)
      .and.not.include('<img src=x');
    expect(await kept()).to.have.length(1);
    const again = await admin.get(first ?? '');
    expect([again.status, again.location]).eql([303, path]);
    expect((await post({ ...typed, step: 'save' })).status).to.equal(409);
    expect((await admin.get(path)).text)
      .to.include('&lt;img')
      .and.not.include('<img src=x');
  });

  it('keep what was typed where it is refused, and say why', async () => {
    const refused: [fields: Record<string, string>, why: string][] = [
      [{ ...typed, name: '' }, 'Type something.'],
      [{ ...typed, url: 'https://127.0.0.1/x' }, 'private network'],
      [{ ...typed, url: 'http://site.example' }, 'https://'],
      [{ ...typed, events: 'everything' }, 'Choose from the list.'],
      [{ name: 'a', url: typed.url }, 'Choose what it is told of.'],
    ];
    for (const [fields, why] of refused) {
      const { status, text } = await post(fields);
      expect([status, text.includes(why), text.includes('<img src=x')], why).eql([422, true, false]);
    }
  });

  it('change one, unless somebody else did meanwhile', async () => {
    const { id } = await only();
    const edit = (fields: Record<string, string>) =>
      admin.submit(`${path}/${id}/edit`, { ...typed, ...fields }, `${path}/${id}/edit`);
    expect((await edit({ name: 'site', version: '1', step: 'save' })).location).to.equal(`${path}/${id}`);
    const stale = await edit({ name: 'other', version: '1', step: 'save' });
    expect([stale.status, stale.text.includes('Somebody else')]).eql([409, true]);
    const renewed = await admin.submit(`${path}/${id}/secret`, { version: '2', once: 'x'.repeat(20) });
    expect((await admin.get(renewed.location ?? '')).text).to.match(/id="secret">whsec_/);
    expect((await only()).version).to.equal(3);
  });

  it('show what it was told, and send it again', async () => {
    const { id } = await only();
    const one = `${path}/${id}`;
    const once = onceOf((await admin.get(one)).text);
    for (let time = 0; time < 2; time++) await admin.submit(one, { once }, `${one}/test`);
    const { db } = panel.database;
    const row = { webhookId: id, event: 'case.opened', state: 'failed' as const, status: 500, attempts: 11 };
    await WebhookDelivery.query(db).insert({ ...row, subject: '1', body: { reason: hostile } });
    const list = await admin.get(`${one}?state=failed`);
    for (const { text } of [list, await admin.get(path)])
      expect(text).to.include('https://site.example/…').and.not.include('/hook');
    expect((await admin.get(`${one}/edit`)).text).to.include(typed.url);
    expect(list.text).to.include('Status 500').and.not.include('>ping<');
    const [ping, failed] = await WebhookDelivery.query(db).orderBy('id');
    const page = await admin.get(`${one}/deliveries/${failed?.id}`);
    expect(page.text).to.include('&lt;img src=x').and.not.include('<img src=x');
    expect(ping).to.include({ event: 'ping', state: 'wanted' });
    await admin.submit(`${one}/replay`, {});
    await admin.submit(`${one}/deliveries/${ping?.id}`, {}, `${one}/deliveries/${ping?.id}/replay`);
    expect(await WebhookDelivery.query(db).where({ state: 'wanted', attempts: 0 })).to.have.length(2);
    for (const wrong of [`${one}/deliveries/0`, `${one}/deliveries/99`, `${path}/x`, `/admin/webhooks/${id}`])
      expect((await admin.get(wrong)).status, wrong).to.equal(404);
    expect((await admin.get(`${one}?state=x&before=%00`)).status).to.equal(200);
    const { location } = await admin.submit(`${one}/remove`, { version: '3' });
    expect([location, await kept(), await WebhookDelivery.query(db)]).eql([path, [], []]);
  });

  it('say where one was switched off because it does not answer, and how to switch it on again', async () => {
    const { db } = panel.database;
    const failingSince = new Date(Date.UTC(2026, 1, 3, 4, 5));
    const { id } = await Webhook.query(db).insert({
      ...{ guildId: guild, name: 'dead', url: typed.url, secret: 'x', events: ['case'], createdBy: 'ada' },
      ...{ enabled: false, failingSince },
    });
    const { text } = await admin.get(`${path}/${id}`);
    expect(text).to.match(/switched off because it has not answered since\s+<time[^>]+2026-02-03T04:05/);
    expect(text).to.include(`href="${path}/${id}/edit">switch it on`);
    expect((await admin.get(path)).text).to.include('Switched off');
    await Webhook.query(db).deleteById(id);
  });

  it('are open to who manages the guild in Discord, secret and all', async () => {
    const manager = panel.visit();
    const link = { clock: panel.clock, secret: 'x'.repeat(32) };
    const token = signPanelLink(link, { guild, user: '77', name: 'Ada' });
    await manager.submit(`/enter/${token}`, {});
    const made = await post({ ...typed, step: 'save' }, path, manager);
    const shown = await manager.get(made.location ?? '');
    expect([shown.status, /id="secret">whsec_/.test(shown.text)]).eql([200, true]);
    expect((await only()).createdBy).to.equal('Ada');
  });
});
