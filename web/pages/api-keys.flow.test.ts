import { expect } from 'chai';
import { z } from 'zod';
import { createAccount } from '../../shared/accounts/store.ts';
import { saveGuilds } from '../../shared/sync/store.ts';
import { type Browser, tokenOf } from '../testing/browser.ts';
import { usePanel } from '../testing/panel.ts';

const password = 'correct horse battery';
const guild = '1000';
const hostile = '<img src=x onerror=alert(1)>';

describe('the page of API keys', () => {
  const panel = usePanel();
  let admin: Browser;

  before(async () => {
    const { db } = panel.database;
    for (const role of ['admin', 'moderator'] as const)
      await createAccount({ db }, { username: role, password, role });
    await saveGuilds({ db }, [{ guild, name: hostile, icon: null, owner: '1', memberCount: 1, at: 1 }]);
    admin = panel.visit();
    await admin.logIn('admin', password);
  });

  const fields = { name: 'robot', scopes: 'guilds:read', reach: 'some', guilds: guild, life: '30' };
  const secretOf = (text: string) => text.match(/id="secret">(sd_[\w-]+)</)?.[1] ?? '';
  const onceOf = (text: string) => text.match(/name="once" value="([^"]+)"/)?.[1] ?? '';

  async function make(more: Record<string, string> = {}): Promise<string> {
    const { status, location } = await admin.submit('/admin/keys', { ...fields, ...more });
    expect(status).to.equal(303);
    return location ?? '';
  }

  async function exchange(key: string): Promise<Response> {
    return fetch(`${panel.origin}/api/v1/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grantType: 'api_key', key }),
    });
  }

  it('makes a key that works, and shows it once', async () => {
    const page = await make();
    const shown = await admin.get(page);
    expect(shown.headers.get('cache-control')).to.equal('no-store');
    const secret = secretOf(shown.text);
    const response = await exchange(secret);
    expect(response.status).to.equal(200);
    const { accessToken } = z.object({ accessToken: z.string() }).parse(await response.json());
    const headers = { authorization: `Bearer ${accessToken}` };
    const guilds = await fetch(`${panel.origin}/api/v1/guilds/${guild}`, { headers });
    expect(guilds.status).to.equal(200);
    expect(await guilds.json()).to.include({ id: guild, name: hostile });
    const again = await admin.get(page);
    expect([again.status, again.location]).to.deep.equal([303, '/admin/keys']);
    expect((await admin.get('/admin/keys')).text)
      .to.include('robot')
      .and.not.include(secret);
  });

  it('makes one key of a form that is sent twice, and leads both to it', async () => {
    const page = await admin.get('/admin/keys');
    const form = { ...fields, name: 'twice', _csrf: tokenOf(page), once: onceOf(page.text) };
    const answers = [await admin.post('/admin/keys', form), await admin.post('/admin/keys', form)];
    const [first, second] = answers.map(({ location }) => location);
    expect(first).to.equal(second).and.include('/admin/keys/created');
    expect(secretOf((await admin.get(first ?? '')).text)).to.not.equal('');
    expect(await panel.database.db('api_keys').where({ name: 'twice' })).to.have.length(1);
  });

  it('keeps what was typed where something is missing, and says what', async () => {
    const { status, text } = await admin.submit('/admin/keys', {
      name: hostile,
      scopes: 'all:of-it',
      reach: 'some',
      life: '30',
    });
    expect(status).to.equal(422);
    expect(text).to.include('&lt;img src=x').and.not.include('<img src=x');
    expect(text).to.include('Choose from the list.').and.include('The key was not made');
    const none = await admin.submit('/admin/keys', { ...fields, guilds: '' });
    expect(none.status).to.equal(422);
    const lost = await admin.submit('/admin/keys', { name: 'x', scopes: 'read', reach: 'some', life: '30' });
    expect(lost.text).to.include('Choose at least one guild.');
  });

  it('ends a key after asking, and writes both down', async () => {
    const secret = secretOf((await admin.get(await make({ name: 'doomed' }))).text);
    const { id } = await panel.database.db('api_keys').where({ name: 'doomed' }).first('id');
    const question = await admin.get(`/admin/keys/${id}/revoke`);
    expect(question.text).to.include('doomed').and.include('cannot be taken back');
    const { status, location } = await admin.submit(`/admin/keys/${id}/revoke`, {});
    expect([status, location]).to.deep.equal([303, '/admin/keys']);
    expect((await exchange(secret)).status).to.equal(401);
    expect((await admin.get(`/admin/keys/${id}/revoke`)).status).to.equal(303);
    const entries = await panel.database
      .db('audit_entries')
      .where('subject', 'like', 'doomed %')
      .orderBy('id');
    expect(entries.map(({ action, actor_name: by }) => [action, by])).to.deep.equal([
      ['key.created', 'admin'],
      ['key.revoked', 'admin'],
    ]);
  });

  it('finds guilds beyond those it offers, keeps what was typed, and names those of a key', async () => {
    const { db } = panel.database;
    const many = Array.from({ length: 60 }, (_, i) => ({ id: String(5000 + i), name: `Guild ${100 + i}` }));
    await db('guilds').insert(many);
    const { text } = await admin.get('/admin/keys');
    expect(text).to.include('value="5010"').and.not.include('value="5059"');
    const form = { ...fields, name: 'far', guilds: '5059', step: 'find', find: '158' };
    const found = await admin.submit('/admin/keys', form);
    expect(found.status).to.equal(200);
    expect(found.text).to.include('value="far"').and.include('value="5058"');
    expect(found.text).to.match(/value="5059" checked/);
    expect(await db('api_keys').where({ name: 'far' })).to.eql([]);
    await make({ name: 'far', guilds: '5059' });
    expect((await admin.get('/admin/keys')).text).to.include('<bdi>Guild 159</bdi>');
    await db('guilds').where('id', '>=', '5000').delete();
  });

  it('changes a key, never over what somebody else has saved, and writes it down', async () => {
    const { db } = panel.database;
    await make({ name: 'plain' });
    const { id, expires_at: end } = await db('api_keys').where({ name: 'plain' }).first();
    const path = `/admin/keys/${id}`;
    const shown = await admin.get(path);
    const seen = shown.text.match(/name="seen" value="([^"]+)"/)?.[1] ?? '';
    const typed = { name: 'renamed', scopes: 'squads:read', reach: 'all', life: 'keep', seen };
    expect((await admin.submit(path, typed)).location).to.equal('/admin/keys');
    expect(await db('api_keys').where({ id }).first()).to.deep.include({
      name: 'renamed',
      scopes: ['squads:read'],
      guild_ids: null,
      expires_at: end,
    });
    const late = await admin.submit(path, { ...typed, name: hostile, life: 'none' });
    expect(late.status).to.equal(409);
    expect(late.text).to.include('Somebody else has changed').and.include('<bdi>renamed</bdi>');
    expect(late.text).to.include('value="&lt;img src=x').and.not.include('<img src=x');
    const again = late.text.match(/name="seen" value="([^"]+)"/)?.[1] ?? '';
    expect((await admin.submit(path, { ...typed, name: 'mine', seen: again })).status).to.equal(303);
    expect((await admin.submit(path, { ...typed, scopes: 'staff:read' })).status).to.equal(422);
    const entries = await db('audit_entries')
      .where({ action: 'key.changed' })
      .orderBy('id')
      .select('before', 'after');
    expect(entries.map(({ before, after }) => [before.name, after.name])).to.eql([
      ['plain', 'renamed'],
      ['renamed', 'mine'],
    ]);
  });

  it('tells which keys a revocation takes along', async () => {
    const { db } = panel.database;
    await make({ name: 'mother' });
    const { id } = await db('api_keys').where({ name: 'mother' }).first('id');
    const child = { name: hostile, prefix: 'childkey', hash: 'none', scopes: ['read'], made_by: id };
    await db('api_keys').insert(child);
    const { text } = await admin.get(`/admin/keys/${id}/revoke`);
    expect(text).to.include('It also revokes what it made').and.include('sd_childkey');
    expect(text).to.not.include('<img src=x');
    await admin.submit(`/admin/keys/${id}/revoke`, {});
    expect((await db('api_keys').where({ prefix: 'childkey' }).first()).revoked_at).to.be.instanceOf(Date);
    expect((await admin.get(`/admin/keys/${id}`)).location).to.equal('/admin/keys');
  });

  it('has nothing for an id that is none', async () => {
    for (const id of ['999', 'x', '0', '99999999999999999999'])
      expect((await admin.get(`/admin/keys/${id}/revoke`)).status, id).to.equal(404);
  });

  it('offers scopes of staff to owners only, and says who made a key for which guilds', async () => {
    const scopes = 'staff:write';
    const refused = await admin.submit('/admin/keys', { ...fields, scopes });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.include('Only an owner').and.not.include('value="staff:write"');
    await createAccount({ db: panel.database.db }, { username: 'boss', password, role: 'owner' });
    const owner = panel.visit();
    await owner.logIn('boss', password);
    expect((await owner.submit('/admin/keys', { ...fields, scopes })).status).to.equal(303);
    const { text } = await owner.get('/admin/keys');
    expect(text).to.include('value="staff:write"').and.include('<bdi>boss</bdi>');
    expect(text).to.include('<bdi>&lt;img src=x').and.not.include('<img src=x');
  });

  it('is for admins', async () => {
    const moderator = panel.visit();
    await moderator.logIn('moderator', password);
    expect((await moderator.get('/admin/keys')).status).to.equal(403);
  });
});
