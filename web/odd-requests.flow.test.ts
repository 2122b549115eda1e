import { expect } from 'chai';
import { ApiKey } from '../shared/accounts/model.ts';
import { createAccount } from '../shared/accounts/store.ts';
import { snowflakeAt } from '../shared/core/snowflake.ts';
import { saveGuilds } from '../shared/sync/store.ts';
import { type Browser, tokenOf } from './testing/browser.ts';
import { usePanel } from './testing/panel.ts';

const password = 'correct horse battery';

describe('requests that no page makes', () => {
  const panel = usePanel();
  const guilds = Array.from({ length: 25 }, (_, i) => snowflakeAt(Date.UTC(2024, 0, 1), i)); // 19 digits
  const [guild = ''] = guilds;
  let owner: Browser;

  before(async () => {
    const { db } = panel.database;
    await createAccount({ db }, { username: 'ada', password, role: 'owner' });
    await createAccount({ db }, { username: 'gone', password, role: 'admin' });
    const seen = guilds.map((id, i) => ({
      guild: id,
      name: `Guild ${i}`,
      icon: null,
      owner: id,
      memberCount: i,
      at: 1,
    }));
    await saveGuilds({ db }, seen);
    owner = panel.visit();
    await owner.logIn('ada', password);
  });

  it('with NUL in a form or a query are refused, rather than broken', async () => {
    expect((await panel.visit().logIn('a\0b', password)).status).to.equal(403);
    const key = { name: 'a\0', scopes: 'read', reach: 'all', life: 'none' };
    expect((await owner.submit('/admin/keys', key)).status).to.equal(422);
    const made = await owner.submit('/admin/staff', { username: 'a\0b', role: 'viewer' });
    expect(made.status).to.be.within(400, 422);
    for (const path of [
      '/admin/search?q=%00',
      '/admin/audit?action=%00',
      '/admin?search=a%00',
      '/admin/staff/1?guild=%00',
    ])
      expect((await owner.get(path)).status, path).to.equal(200);
  });

  it('that name what every object has are answered as any other word', async () => {
    for (const format of ['constructor', '__proto__', 'valueOf'])
      expect((await owner.get(`/admin/guilds/${guild}/settings/transfer/${format}`)).status).to.equal(404);
    for (const step of ['constructor', '__proto__', 'valueOf']) {
      const page = `/admin/guilds/${guild}/settings/bytes`;
      const { status } = await owner.submit(page, { version: '0', step, dailyAmount: '0' });
      expect(status, step).to.equal(422);
    }
  });

  it('spelled in other letters are no way past a limit', async () => {
    const { status } = await panel.visit().post('/api/v1/AUTH/token', {}, { accept: 'application/json' });
    expect(status).to.be.oneOf([401, 404]);
    expect((await owner.get('/ADMIN/keys')).status).to.equal(404);
  });

  it('narrow the log of changes to nobody where no such actor can be', async () => {
    for (const actor of [
      'staff',
      'staff:99999999999999999999',
      'staff:x',
      'member:1100000000000000000',
      'system',
    ])
      expect((await owner.get(`/admin/audit?actor=${actor}`)).status, actor).to.equal(200);
  });

  it('find a guild of today by its whole id', async () => {
    const { text } = await owner.get(`/admin?search=${guild}`);
    expect(text).to.include(`/admin/guilds/${guild}`).and.not.include(`/admin/guilds/${guilds[1]}`);
  });

  it('make a key for more guilds than a form parser takes for a list', async () => {
    const page = await owner.get('/admin/keys');
    const body = new URLSearchParams({
      _csrf: tokenOf(page),
      name: 'many',
      scopes: 'guilds:read',
      reach: 'some',
      life: '30',
    });
    for (const id of guilds) body.append('guilds', id);
    const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const { status } = await fetch(`${panel.origin}/admin/keys`, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { cookie, accept: 'text/html' },
    });
    expect(status).to.equal(303);
    const key = await ApiKey.query(panel.database.db).findOne({ name: 'many' });
    expect(key?.guildIds).to.have.members(guilds);
  });

  it('with the cookie of a disabled account stay refused when it is enabled again, and its keys are told of', async () => {
    const thief = panel.visit();
    await thief.logIn('gone', password);
    const made = await thief.submit('/admin/keys', {
      name: 'left',
      scopes: 'read',
      reach: 'all',
      life: 'none',
    });
    expect(made.status).to.equal(303);
    const { id } = (await panel.database.db('admin_users').where({ username: 'gone' }).first('id')) ?? {};
    await owner.submit('/admin/account', {}, `/admin/staff/${id}/disable`);
    expect((await owner.get(`/admin/staff/${id}`)).text).to.include('API keys it made that still work: 1');
    await owner.submit('/admin/account', {}, `/admin/staff/${id}/enable`);
    expect((await thief.get('/admin')).location).to.match(/login/);
  });
});
