import { expect } from 'chai';
import { audit } from '../shared/accounts/audit.ts';
import { AdminUser } from '../shared/accounts/model.ts';
import { type Role, roles } from '../shared/accounts/rules.ts';
import { createAccount } from '../shared/accounts/store.ts';
import { snowflakeAt } from '../shared/core/snowflake.ts';
import { saveGuilds } from '../shared/sync/store.ts';
import type { Browser } from './testing/browser.ts';
import { usePanel } from './testing/panel.ts';

describe('staff in the panel', () => {
  const panel = usePanel();
  const password = 'correct horse battery';
  const hostile = `<img src=x onerror=alert(1)>'"&</td>`;
  const guild = snowflakeAt(Date.UTC(2020, 1, 1));
  const other = snowflakeAt(Date.UTC(2020, 1, 2));
  const browsers = new Map<Role, Browser>();

  before(async () => {
    const { db } = panel.database;
    const seen = (id: string, name: string) => ({
      guild: id,
      name,
      icon: null,
      owner: id,
      memberCount: 1,
      at: 1,
    });
    await saveGuilds({ db }, [seen(guild, hostile), seen(other, 'Other')]);
    for (const role of roles) await createAccount({ db }, { username: role, password, role });
  });

  async function as(role: Role): Promise<Browser> {
    const browser = browsers.get(role) ?? panel.visit();
    if (!browsers.has(role)) await browser.logIn(role, password);
    browsers.set(role, browser);
    return browser;
  }
  const idOf = async (username: string) =>
    (await AdminUser.query(panel.database.db).findOne({ username }).throwIfNotFound()).id;
  const passwordOn = (text: string) => text.match(/class="secret"><code>([^<]+)/)?.[1] ?? '';
  const onceOn = (text: string) => text.match(/name="once" value="([^"]+)"/)?.[1] ?? '';

  it('are managed by owners alone', async () => {
    const id = await idOf('viewer');
    for (const role of ['admin', 'moderator', 'viewer'] as const) {
      const browser = await as(role);
      for (const path of ['/admin/staff', `/admin/staff/${id}`])
        expect((await browser.get(path)).status, `${role} ${path}`).to.equal(403);
      const raise = await browser.submit(
        '/admin/account',
        { role: 'owner', from: role },
        `/admin/staff/${await idOf(role)}/role`,
      );
      expect(raise.status).to.equal(403);
    }
  });

  it('are made with a password that is shown once, also where the form was posted twice', async () => {
    const owner = await as('owner');
    const fields = { username: 'Ada.L', role: '', once: onceOn((await owner.get('/admin/staff')).text) };
    const first = await owner.submit('/admin/staff', fields);
    const second = await owner.submit('/admin/staff', fields);
    expect(second.location)
      .to.equal(first.location)
      .and.match(/^\/admin\/staff\/\d+\?once=/);
    const made = passwordOn((await owner.get(second.location ?? '')).text);
    expect(made).to.have.length.greaterThan(12);
    expect((await owner.get(second.location ?? '')).text).to.not.include(made);
    const third = await owner.submit('/admin/staff', { username: 'ada.l', role: 'viewer' });
    expect(third.status).to.equal(409);
    expect(third.text).to.include('There is an account of that name').and.include('value="ada.l"');
    const newcomer = panel.visit();
    expect((await newcomer.logIn('ada.l', made)).status).to.equal(303);
    expect((await newcomer.get('/admin')).location).to.equal('/admin/password');
  });

  it('keeps what was typed where a name cannot be', async () => {
    const owner = await as('owner');
    for (const username of ['', 'ab', 'x'.repeat(33), hostile, '.ada', 'a b c']) {
      const { status, text } = await owner.submit('/admin/staff', { username, role: 'admin' });
      expect(status, username).to.equal(422);
      expect(text)
        .to.include('aria-invalid')
        .and.match(/<option value="admin" selected/);
      expect(text).to.not.include('<img src=x');
    }
    expect((await owner.submit('/admin/staff', { username: 'fine', role: 'emperor' })).status).to.equal(422);
  });

  it('get roles, and nobody overwrites what another owner has just set', async () => {
    const owner = await as('owner');
    const path = `/admin/staff/${await idOf('viewer')}`;
    const set = (from: string, role: string) => owner.submit(path, { from, role }, `${path}/role`);
    expect((await set('viewer', 'moderator')).location).to.equal(path);
    expect((await owner.get(path)).text).to.include('Role saved');
    const stale = await set('viewer', 'admin');
    expect(stale.status).to.equal(409);
    expect(stale.text)
      .to.include('Somebody else')
      .and.match(/<option value="admin" selected/);
    expect((await set('moderator', 'viewer')).status).to.equal(303);
    expect((await set('viewer', 'emperor')).status).to.equal(400);
  });

  it('get roles in a guild that is chosen by name', async () => {
    const owner = await as('owner');
    const path = `/admin/staff/${await idOf('viewer')}`;
    const found = await owner.get(`${path}?guild=othe`);
    expect(found.text).to.include(`<option value="${other}"`).and.not.include(`<option value="${guild}"`);
    const give = (id: string, role: string) => owner.submit(path, { guild: id, role }, `${path}/guild-role`);
    expect((await give(guild, 'admin')).location).to.equal(path);
    const { text } = await owner.get(path);
    expect(text).to.include('&lt;img src=x').and.not.include('<img src=x');
    expect((await give(guild, '')).location).to.equal(path);
    for (const [id, role] of [
      ['42', 'admin'],
      ['x', 'admin'],
      [guild, 'owner'],
      [guild, 'emperor'],
    ] as const)
      expect((await give(id, role)).status, `${id} ${role}`).to.equal(400);
  });

  it('are reset and disabled, but never the last owner by itself', async () => {
    const owner = await as('owner');
    const self = `/admin/staff/${await idOf('owner')}`;
    for (const [action, fields] of [
      ['disable', {}],
      ['reset', {}],
      ['role', { from: 'owner', role: 'viewer' }],
    ] as const)
      expect((await owner.submit(self, fields, `${self}/${action}`)).status, action).to.equal(409);
    await createAccount({ db: panel.database.db }, { username: 'temp', password, role: 'viewer' });
    const path = `/admin/staff/${await idOf('temp')}`;
    const reset = await owner.submit(path, { clear: 'on' }, `${path}/reset`);
    const fresh = passwordOn((await owner.get(reset.location ?? '')).text);
    expect((await panel.visit().logIn('temp', fresh)).status).to.equal(303);
    expect((await owner.submit(path, {}, `${path}/disable`)).location).to.equal(path);
    expect((await panel.visit().logIn('temp', fresh)).status).to.equal(403);
    expect((await owner.get(path)).text).to.include('Enable account');
    expect((await owner.submit(path, {}, `${path}/enable`)).location).to.equal(path);
  });

  it('show owners where they are logged in, who end that, and switch off a second factor that was lost', async () => {
    const owner = await as('owner');
    const { db } = panel.database;
    const { id } = await createAccount({ db }, { username: 'busy', password, role: 'viewer' });
    const path = `/admin/staff/${id}`;
    const there = [panel.visit(), panel.visit(), panel.visit()];
    for (const browser of there) await browser.logIn('busy', password);
    const ins = async () =>
      (await Promise.all(there.map((one) => one.get('/admin')))).filter(({ status }) => status === 200)
        .length;
    const [, ref = ''] = (await owner.get(path)).text.match(/name="ref" value="([^"]+)"/) ?? [];
    for (const end of [1, 2])
      expect((await owner.submit(path, { ref }, `${path}/sessions/end`)).location, `${end}`).to.equal(path);
    expect(await ins()).to.equal(2);
    await owner.submit(path, {}, `${path}/sessions/end-all`);
    expect(await ins()).to.equal(0);
    const own = `/admin/staff/${await idOf('owner')}`;
    await owner.submit(own, {}, `${own}/sessions/end-all`);
    expect((await owner.get(own)).status, 'but not the one that asks').to.equal(200);
    await db('admin_users')
      .where({ id })
      .update({ totp_secret: 's', recovery_hashes: ['h'] });
    for (const time of [1, 2])
      expect((await owner.submit(path, {}, `${path}/second-factor/clear`)).status, `${time}`).to.equal(303);
    expect((await panel.visit().logIn('busy', password)).location).to.not.include('code');
    expect((await owner.submit(own, {}, `${own}/second-factor/clear`)).status).to.equal(409);
    const done = await db('audit_entries').where({ subject: 'busy' }).orderBy('id').pluck('action');
    expect(done).to.deep.equal(['session.ended', 'session.all-ended', 'second-factor.cleared']);
  });

  it('have nothing at an id that is none', async () => {
    const owner = await as('owner');
    for (const id of ['0', 'x', '424242', '99999999999999999999', '1%27'])
      expect((await owner.get(`/admin/staff/${id}`)).status, id).to.equal(404);
  });

  it('are in the audit log with before and after, for admins, and inert whatever it holds', async () => {
    const actor = { kind: 'key', id: '1', name: hostile } as const;
    const change = { before: { [hostile]: hostile }, after: { [hostile]: 2 } };
    await audit(panel.database.db, { actor, guild, action: 'thing.done', subject: hostile, ...change });
    const admin = await as('admin');
    const { text } = await admin.get('/admin/audit');
    expect(text).to.include('staff.role-set').and.include('&lt;img src=x').and.not.include('<img src=x');
    const chosen = await admin.get('/admin/audit?action=staff.disabled');
    expect(chosen.text).to.include('temp').and.not.include('id="entry-1"');
    for (const query of ['actor=key:1', `guild=${guild}&action=thing.done`])
      expect((await admin.get(`/admin/audit?${query}`)).text.match(/<tr id="entry-/g), query).to.have.length(
        1,
      );
    for (const query of [
      'before=x',
      'actor=a:b',
      'action=%27',
      'before=99999999999999999999',
      'actor=staff:1&actor=x',
    ])
      expect((await admin.get(`/admin/audit?${query}`)).status, query).to.equal(200);
    expect((await (await as('moderator')).get('/admin/audit')).status).to.equal(403);
  });

  it('see the log of a guild as its moderators: its entries only, and nobody who is not in them', async () => {
    const moderator = await as('moderator');
    const { db } = panel.database;
    await audit(db, {
      actor: { kind: 'system', name: 's' },
      guild: other,
      action: 'other.done',
      ip: '192.0.2.9',
    });
    const here = await moderator.get(`/admin/guilds/${guild}/audit`);
    expect(here.status).to.equal(200);
    expect(here.text).to.include('thing.done').and.not.include('other.done');
    expect(here.text).to.not.match(/<option[^>]*>temp</);
    const there = await moderator.get(`/admin/guilds/${other}/audit?guild=${guild}`);
    expect(there.text).to.include('other.done').and.not.include('thing.done').and.not.include('192.0.2.9');
    expect((await (await as('viewer')).get(`/admin/guilds/${guild}/audit`)).status).to.equal(403);
  });

  it('are deleted once that was asked for twice, with what goes on, and never oneself', async () => {
    const { db } = panel.database;
    const owner = await as('owner');
    const id = await createAccount({ db }, { username: 'gone', password, role: 'admin' }).then(() =>
      idOf('gone'),
    );
    const key = { name: 'left', prefix: 'leftover', hash: 'none', scopes: ['read'], created_by: id };
    await db('api_keys').insert(key);
    const path = `/admin/staff/${id}/delete`;
    const asked = await owner.get(path);
    expect(asked.text)
      .to.include('cannot be taken back')
      .and.match(/still work<\/dt><dd><bdi>1</);
    expect((await (await as('admin')).get(path)).status).to.equal(403);
    const theirs = panel.visit();
    await theirs.logIn('gone', password);
    expect((await owner.submit(path, {})).location).to.equal('/admin/staff');
    expect((await theirs.get('/admin')).location).to.match(/^\/admin\/login/);
    expect((await owner.get(path)).status).to.equal(404);
    const [entry] = await db('audit_entries').where({ action: 'staff.deleted' });
    expect(entry).to.include({ subject: 'gone', actor_name: 'owner' });
    const self = await owner.submit(`/admin/staff/${await idOf('owner')}/delete`, {});
    expect([self.status, self.text.includes('You would lock yourself out')]).to.eql([409, true]);
  });

  it('page through the log', async () => {
    const { db } = panel.database;
    for (let i = 0; i < 60; i++)
      await audit(db, { actor: { kind: 'system', name: 's' }, action: 'many.done', subject: `n${i}` });
    const admin = await as('admin');
    const first = await admin.get('/admin/audit?action=many.done');
    const next = first.text.match(/href="([^"]+)" rel="next"/)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(next).to.include('action=many.done').and.include('before=');
    const second = await admin.get(next);
    const subjects = [first, second].flatMap(({ text }) => text.match(/<bdi>n\d+<\/bdi>/g) ?? []);
    expect(new Set(subjects)).to.have.property('size', 60);
    expect(second.text).to.not.include('rel="next"');
  });
});
