import { expect } from 'chai';
import { createAccount } from '../../shared/accounts/store.ts';
import { findDifferences } from '../../shared/bytes/queries.ts';
import { DAY } from '../../shared/core/clock.ts';
import { bytesSettings } from '../../shared/settings/registry.ts';
import { saveSettings } from '../../shared/settings/store.ts';
import type { Browser, Page } from '../testing/browser.ts';
import { usePanel } from '../testing/panel.ts';

const password = 'correct horse battery';
const guild = '1000';
const base = `/admin/guilds/${guild}`;

describe('the pages of bytes', () => {
  const panel = usePanel();
  let admin: Browser;
  let moderator: Browser;

  before(async () => {
    const { db } = panel.database;
    await createAccount({ db }, { username: 'admin', password, role: 'admin' });
    await createAccount({ db }, { username: 'moderator', password, role: 'moderator' });
    await db('guilds').insert([
      { id: guild, name: 'Harbor' },
      { id: '2000', name: 'Secret' },
    ]);
    await db('guild_roles').insert(
      ['11', '12', '13'].map((id) => ({ guild_id: guild, id, name: `role${id}`, managed: id === '13' })),
    );
    await db('discord_users').insert(['1', '2', '3'].map((id) => ({ id, username: `user${id}` })));
    await db('guild_members').insert(
      ['1', '2', '3'].map((id) => ({ guild_id: guild, user_id: id, name: `Name ${id}`, active: id !== '3' })),
    );
    [admin, moderator] = [panel.visit(), panel.visit()];
    await admin.logIn('admin', password);
    await moderator.logIn('moderator', password);
  });
  afterEach(async () => {
    expect(await findDifferences(panel.database)).to.deep.equal([]);
  });

  const balance = async () =>
    Number(
      (await panel.database.db('guild_members').where({ guild_id: guild, user_id: '1' }).first()).balance,
    );
  const audited = () => panel.database.db('audit_entries').orderBy('id', 'desc').first();
  /** The form that a page shows, as a browser would post it. */
  const again = (browser: Browser, { text }: Page, to: string, fields: Record<string, string> = {}) =>
    browser.post(to, { ...controlsOf(text), ...fields });

  describe('giving and taking', () => {
    const path = `${base}/members/1/bytes`;

    it('happens once, however often the form is sent', async () => {
      const shown = await admin.submit(path, { what: 'give', amount: '500', reason: 'quiz' });
      expect(shown.text).to.include('Nothing is done yet').and.include('500 bytes').and.include('quiz');
      expect(await balance()).to.equal(0);
      const [one, other] = await Promise.all([again(admin, shown, path), again(admin, shown, path)]);
      expect([one.location, other.location]).to.deep.equal([`${base}/members/1`, `${base}/members/1`]);
      await again(admin, shown, path);
      expect(await balance()).to.equal(500);
      expect(await panel.database.db('bytes').pluck('reason')).to.deep.equal(['quiz (admin)']);
      expect(await audited()).to.deep.include({
        action: 'bytes.given',
        subject: 'Name 1',
        actor_name: 'admin',
      });
      expect((await admin.get(`${base}/members/1`)).text).to.include('500 bytes given');
    });

    it('takes no more than there is, keeps what was typed, and is for admins', async () => {
      const shown = await admin.submit(path, { what: 'take', amount: '600', reason: 'fraud' });
      const refused = await again(admin, shown, path);
      expect(refused.status).to.equal(422);
      expect(refused.text).to.include('There are only 500 bytes').and.include('value="fraud"');
      for (const amount of ['0', '-1', '1.5', '1e3', '9007199254740992', ''])
        expect((await admin.submit(path, { what: 'give', amount, reason: 'x' })).status, amount).to.equal(
          422,
        );
      expect((await admin.submit(path, { what: 'give', amount: '1', reason: ' ' })).status).to.equal(422);
      expect(await balance()).to.equal(500);
      expect((await moderator.get(path)).status).to.equal(403);
    });

    it('gives freezes up to what the settings allow', async () => {
      const freezes = `${base}/members/1/freezes`;
      const give = async (amount: string) =>
        again(admin, await admin.submit(freezes, { what: 'give', amount }), freezes);
      expect((await give('1')).text).to.include('A member can hold 0 at most');
      const by = { actor: { kind: 'system', name: 'test' } } as const;
      const deps = { ...panel.database, redis: panel.redis.redis, log: { warn: () => {} } };
      const order = { values: { mostFreezes: 2, publicLeaderboard: true }, by };
      await saveSettings(deps as never, bytesSettings, guild, order);
      expect((await give('2')).location).to.equal(`${base}/members/1`);
      expect((await admin.get(freezes)).text).to.include('Name 1 has 2 freezes.');
    });
  });

  describe('role rewards', () => {
    const path = `${base}/rewards`;

    it('are added, moved and removed, with what changes shown first', async () => {
      const shown = await admin.submit(path, { role: '11', threshold: '128' });
      expect(shown.text)
        .to.include('Nothing is saved yet')
        .and.include('@role11')
        .and.include('at 128 bytes');
      expect((await again(admin, shown, path, { step: 'save' })).location).to.equal(path);
      const change = await admin.submit(`${path}/11`, { threshold: '100', from: '128' });
      expect(change.text).to.match(/at 128 bytes.*at 100 bytes/s);
      expect((await again(admin, change, `${path}/11`, { step: 'save' })).location).to.equal(path);
      const stale = await admin.submit(`${path}/11`, { threshold: '90', from: '128' });
      expect([stale.status, stale.text.includes('moved it to 100 bytes')]).to.deep.equal([409, true]);
      expect((await admin.submit(`${path}/11/remove`, { from: '128' })).location).to.equal(
        `${path}/11/remove`,
      );
      expect((await admin.submit(`${path}/11/remove`, { from: '100' })).location).to.equal(path);
      expect(await panel.database.db('bytes_roles').pluck('role_id')).to.deep.equal([]);
      expect(await audited()).to.deep.include({ action: 'reward.removed', subject: 'role11' });
    });

    it('are of roles that members can be given', async () => {
      for (const role of ['13', '99', guild, ''])
        expect((await admin.submit(path, { role, threshold: '5' })).status, role).to.equal(422);
      expect((await admin.get(path)).text)
        .to.include('role12')
        .and.not.include('role13');
    });

    it('that Discord refused are shown with why, and tried again', async () => {
      const why = 'Missing Permissions';
      const grant = { guild_id: guild, user_id: '1', role_id: '12', state: 'failed', why };
      await panel.database.db('role_grants').insert(grant);
      expect((await moderator.get(path)).text)
        .to.include(why)
        .and.include('Try again');
      await moderator.submit(path, { user: '1', role: '12' }, `${path}/retry`);
      expect(await panel.database.db('role_grants').pluck('state')).to.deep.equal(['wanted']);
      expect((await moderator.get(path)).text).to.include('Nothing was refused.');
    });
  });

  describe('squads', () => {
    const path = `${base}/squads`;
    const draft = {
      name: 'Ferris',
      description: 'Crabs',
      role: '11',
      active: 'on',
      capacity: '2',
      welcome: '',
    };
    let id = '';

    it('are created with a look first, once however often the form is sent', async () => {
      const shown = await admin.submit(`${path}/new`, draft);
      expect(shown.text).to.include('Nothing is saved yet').and.include('@role11');
      const saved = await again(admin, shown, `${path}/new`, { step: 'save' });
      id = saved.location?.split('/').at(-1) ?? '';
      expect((await again(admin, shown, `${path}/new`, { step: 'save' })).location).to.equal(`${path}/${id}`);
      expect(await panel.database.db('squads').select('name', 'capacity', 'welcome')).to.deep.equal([
        { name: 'Ferris', capacity: 2, welcome: null },
      ]);
      expect(await audited()).to.deep.include({ action: 'squad.created', subject: 'Ferris' });
    });

    it('warn of how many lose the role that is chosen, and of nobody where it stays', async () => {
      const { db } = panel.database;
      const there = db('guild_members').where({ guild_id: guild });
      await there
        .clone()
        .whereIn('user_id', [1, 2, 3])
        .update({ roles: [12] });
      const granted = { guild_id: guild, user_id: 1, role_id: 12, state: 'granted' };
      await db('role_grants').insert(granted).onConflict().ignore();
      const warned = async (to: string, changes: object) => {
        const { text } = await admin.submit(to, { ...draft, version: '1', ...changes });
        return text.match(/<p class="notice"[^>]*>([^:]*):/)?.[1];
      };
      const words = '1 member has @role12 now and is not in the squad'; // one earned it, one has left
      expect(await warned(`${path}/new`, { name: 'Gophers', role: '12' })).to.equal(words);
      expect(await warned(`${path}/${id}/edit`, { role: '12' })).to.equal(words);
      await there.clone().where('user_id', 2).update({ roles: [] });
      expect(await warned(`${path}/${id}/edit`, { role: '12' })).to.equal(undefined);
      await there
        .clone()
        .where('user_id', 2)
        .update({ roles: [11] });
      expect(await warned(`${path}/${id}/edit`, { description: 'More crabs' })).to.equal(undefined);
      await there.update({ roles: [] });
    });

    it('keep what was typed where the name or the role is taken', async () => {
      for (const [fields, words] of [
        [{ name: 'FERRIS', role: '12' }, 'Another squad is called so.'],
        [{ name: 'Gophers', role: '11' }, 'It is the role of Ferris.'],
      ] as const) {
        const taken = await admin.submit(`${path}/new`, { ...draft, ...fields, step: 'save' });
        expect([taken.status, taken.text.includes(words)], words).to.deep.equal([409, true]);
        expect(taken.text).to.include(`value="${fields.name}"`).and.include('Crabs');
      }
    });

    it('are closed with what changes shown, and not over what somebody else saved', async () => {
      const { active: _, ...closed } = draft;
      const edit = `${path}/${id}/edit`;
      const shown = await admin.submit(edit, { ...closed, version: '1' });
      expect(shown.text).to.include('Open to join').and.not.include('Members at most');
      expect((await again(admin, shown, edit, { step: 'save' })).location).to.equal(`${path}/${id}`);
      const stale = await admin.submit(edit, { ...draft, name: 'Crabs', version: '1' });
      expect([stale.status, stale.text.includes('Somebody else has saved')]).to.deep.equal([409, true]);
      expect(stale.text).to.include('value="Crabs"').and.include('name="version" value="2"');
    });

    it('take members in by name and out again, by moderators', async () => {
      const found = await moderator.get(`${path}/${id}?search=user`);
      expect(found.text).to.include('in none').and.include('Put in');
      const put = (user: string) =>
        moderator.submit(`${path}/${id}?search=user`, { user }, `${path}/${id}/members`);
      for (const user of ['1', '2', '3']) await put(user);
      const rows = () => panel.database.db('squad_members').orderBy('user_id').pluck('user_id');
      expect(await rows(), 'one has left').to.deep.equal(['1', '2']);
      await moderator.submit(`${path}/${id}`, {}, `${path}/${id}/members/1/remove`);
      expect(await rows()).to.deep.equal(['2']);
      expect(await audited()).to.deep.include({ action: 'squad.member-taken', actor_name: 'moderator' });
      expect((await moderator.get(`${path}/${id}/edit`)).status).to.equal(403);
    });

    it('are deleted after a look at who loses what', async () => {
      const shown = await admin.get(`${path}/${id}/delete`);
      expect(shown.text).to.match(/Members who lose it<\/dt><dd><bdi>1</);
      expect((await again(admin, shown, `${path}/${id}/delete`)).location).to.equal(path);
      expect(await panel.database.db('squads').pluck('id')).to.deep.equal([]);
    });
  });

  describe('beyond one guild’s staff', () => {
    it('declare outage days once they were looked at', async () => {
      const day = new Date(panel.clock() - DAY).toISOString().slice(0, 10);
      const shown = await admin.submit('/admin/outage-days', { days: day });
      expect(shown.text).to.include('Nothing is done yet').and.include(day);
      expect((await again(admin, shown, '/admin/outage-days')).location).to.equal('/admin/outage-days');
      expect((await admin.get('/admin/outage-days')).text).to.include(`<td>${day}</td>`);
      expect((await admin.submit('/admin/outage-days', {})).status).to.equal(422);
      expect((await moderator.get('/admin/outage-days')).status).to.equal(403);
    });

    it('see how far the streaks are that an outage day had broken', async () => {
      const { db } = panel.database;
      await db('outage_days').update({ relinked_at: null, relinked_guild: guild });
      const [done] = await db('guilds').where('id', '<', guild).count();
      const [all] = await db('guilds').count();
      const { text } = await admin.get('/admin/outage-days');
      expect(text).to.include('Being relinked').and.include(`${done?.count} of ${all?.count} guilds`);
      await db('outage_days').update({ relinked_at: new Date() });
    });

    it('show a leaderboard to anyone only where the guild allows it', async () => {
      const stranger = panel.visit();
      const shown = await stranger.get(`/leaderboard/${guild}`);
      expect(shown.status).to.equal(200);
      expect(shown.text)
        .to.include('Harbor')
        .and.include('Name 1')
        .and.include('500')
        .and.not.include('user1');
      expect(shown.headers.get('cache-control')).to.equal('public, max-age=60');
      expect(shown.headers.getSetCookie()).to.deep.equal([]);
      for (const id of ['2000', '42', 'x', '9'.repeat(30)]) {
        const missing = await stranger.get(`/leaderboard/${id}`);
        expect([missing.status, missing.text.includes('Secret')], id).to.deep.equal([404, false]);
        expect(missing.headers.get('cache-control')).to.equal('no-store');
      }
      const own = await admin.get(`${base}/leaderboard`);
      expect(own.text).to.include('Name 1').and.include(`href="/leaderboard/${guild}"`);
    });
  });
});

/** Hidden fields of the last form that is not of the frame. */
function controlsOf(text: string): Record<string, string> {
  const main = text.slice(text.indexOf('<main'));
  const hidden = main.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...hidden].map(([, name = '', value = '']) => [name, value]));
}
