import { expect } from 'chai';
import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { demoSecret } from '../scripts/screenshots/panel.ts';
import { createAccount } from '../shared/accounts/store.ts';
import type { Action } from '../shared/automod/action.ts';
import { recordFirings } from '../shared/automod/firings.ts';
import { hit, noon } from '../shared/automod/hit.fixture.ts';
import { addReward, changeReward } from '../shared/bytes/rewards.ts';
import { HOUR, MINUTE } from '../shared/core/clock.ts';
import { report } from '../shared/moderation/reports.ts';
import { signPanelLink } from '../shared/setup/panel-link.ts';
import * as squads from '../shared/squads/by-staff.ts';
import type { Browser } from './testing/browser.ts';
import { usePanel } from './testing/panel.ts';

const guild = '700';
const other = '701';
const mona = '4242';
const home = `/admin/guilds/${guild}`;

describe('managers from Discord', () => {
  const panel = usePanel();

  before(async () => {
    const { db } = panel.database;
    await createAccount({ db }, { username: 'owner', password: 'correct horse battery', role: 'owner' });
    await db('guilds').insert([
      { id: guild, name: 'Workshop', owner_id: '1', members_loaded_at: new Date() },
      { id: other, name: 'Elsewhere', owner_id: mona },
    ]);
    await db('discord_users').insert({ id: mona, username: 'mona' });
    const member = { guild_id: guild, user_id: mona, roles: ['20'], seen_at: new Date() };
    await db('guild_members').insert([member, { ...member, guild_id: other }]);
    await db('guild_roles').insert([
      { guild_id: guild, id: guild, name: '@everyone' },
      { guild_id: guild, id: '20', name: 'Managers', permissions: String(P.ManageGuild) },
    ]);
  });
  beforeEach(() => allow({}));

  function link(): string {
    const visitor = { guild, user: mona, name: 'mona' };
    return `/enter/${signPanelLink({ clock: panel.clock, secret: demoSecret }, visitor)}`;
  }

  async function come(path = link()): Promise<Browser> {
    const browser = panel.visit();
    const { status, location } = await browser.submit(path, {});
    expect([status, location]).to.deep.equal([303, home]);
    return browser;
  }

  /** What Discord last showed of the member and the guild. */
  async function allow({ member = {}, role = {}, of = {} }: Record<string, object>): Promise<void> {
    const { db } = panel.database;
    const usual = { active: true, roles: ['20'], timed_out_until: null };
    await db('guild_members')
      .where({ guild_id: guild, user_id: mona })
      .update({ ...usual, ...member });
    const permissions = String(P.ManageGuild);
    await db('guild_roles')
      .where({ guild_id: guild, id: '20' })
      .update({ permissions, active: true, ...role });
    await db('guilds')
      .where({ id: guild })
      .update({ active: true, owner_id: '1', ...of });
  }

  it('are shown where a link leads, which only the button uses up', async () => {
    const path = link();
    const looks = await Promise.all([panel.visit().get(path), panel.visit().get(path)]);
    for (const { status, text, headers } of looks) {
      expect(status).to.equal(200);
      expect(text).to.include('mona').and.include('Workshop');
      expect(headers.get('referrer-policy')).to.equal('no-referrer');
    }
    await come(path);
    const late = await panel.visit().submit(path, {});
    expect(late.status).to.equal(410);
    expect(late.text).to.include('was used already').and.include('/config panel');
  });

  it('are told why a link opens nothing', async () => {
    const path = link();
    expect((await panel.visit().get(`${path}x`)).status).to.equal(404);
    const browser = panel.visit();
    await browser.get(path);
    await allow({ member: { roles: [] } });
    const refused = await browser.submit(path, {});
    expect(refused.status).to.equal(403);
    expect(refused.text).to.include('You do not manage that server');
    expect((await browser.get(home)).location).to.match(/^\/admin\/login/);
    const old = link();
    await panel.travel(11 * MINUTE);
    const expired = await panel.visit().get(old);
    expect(expired.status).to.equal(410);
    expect(expired.text).to.include('has expired');
  });

  it('cannot be let in by a page that posts for them', async () => {
    const { status } = await panel.visit().post(link(), {});
    expect(status).to.equal(403);
  });

  it('see their own server, and no way to anything else', async () => {
    const browser = await come();
    const { status, text } = await browser.get(home);
    expect(status).to.equal(200);
    expect(text).to.include('Workshop').and.include('mona');
    const links = [...text.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href);
    const inside = links.filter((href) => /^\/(admin|api)/.test(href));
    expect(inside.filter((href) => !href.startsWith(home))).to.deep.equal([]);
    for (const action of text.matchAll(/action="([^"]*)"/g))
      expect(action[1]).to.satisfy((to: string) => to === '/admin/logout' || to.startsWith(home));
    expect((await browser.get(`/admin/guilds/${other}`)).status).to.equal(404);
    for (const path of ['/admin', '/admin/account', '/admin/password', '/admin/queues', '/admin/search']) {
      const refused = await browser.get(path);
      expect(refused.status, path).to.equal(403);
      expect(refused.text).to.include('This page is for staff accounts').and.include(`href="${home}"`);
    }
  });

  it('change its settings under their own name', async () => {
    const browser = await come();
    const path = `${home}/settings/bytes`;
    const form = await browser.get(path);
    const fields = { ...fieldsOf(form.text), timeZone: 'UTC', dailyAmount: '77', step: 'save' };
    expect((await browser.submit(path, fields)).status).to.equal(303);
    const versions = await panel.database.db('settings_versions').where({ guild_id: guild });
    const entries = await panel.database.db('audit_entries').where({ guild_id: guild });
    for (const rows of [versions, entries])
      expect(rows.at(-1)).to.include({ actor_kind: 'member', actor_id: mona, actor_name: 'mona' });
  });

  describe('who have the bot give roles', () => {
    const roles = [
      { id: '30', name: 'Admin', position: 9 },
      { id: '31', name: 'Deputy', position: 1, permissions: String(P.Administrator | P.BanMembers) },
      { id: '32', name: 'Regular', position: 1 },
    ];
    const refusals = {
      '30': '@Admin does not stand below your own highest role',
      '31': '@Deputy holds Ban Members, Administrator',
    };
    before(async () => {
      const { db } = panel.database;
      await db('guild_roles').where({ guild_id: guild, id: '20' }).update({ position: 5 });
      await db('guild_roles').insert(roles.map((role) => ({ guild_id: guild, ...role })));
    });
    afterEach(async () => {
      for (const table of ['bytes_roles', 'squad_members', 'squads']) await panel.database.db(table).delete();
    });

    it('make nobody more than they are by a role reward or a squad', async () => {
      const browser = await come();
      const squad = { name: 'Crew', description: '', active: 'on', capacity: '', welcome: '' };
      for (const [role, words] of Object.entries(refusals))
        for (const [path, form] of [
          [`${home}/rewards`, { role, threshold: '1', step: 'save' }],
          [`${home}/squads/new`, { ...squad, role, step: 'save' }],
        ] as const) {
          const refused = await browser.submit(path, form);
          expect([refused.status, refused.text.includes(words)], `${path} ${role}`).to.eql([422, true]);
        }
      for (const path of ['rewards', 'squads/new']) {
        const { text } = await browser.get(`${home}/${path}`);
        expect(text)
          .to.include('value="32"')
          .and.not.match(/value="3[01]"/);
      }
      await browser.submit(`${home}/rewards`, { role: '32', threshold: '1', step: 'save' });
      await browser.submit(`${home}/squads/new`, { ...squad, role: '32', step: 'save' });
      const { db } = panel.database;
      for (const table of ['bytes_roles', 'squads']) expect(await db(table).pluck('role_id')).to.eql(['32']);
    });

    it('are refused by the store as well, whatever page or draft asks', async () => {
      const { db } = panel.database;
      const by = { actor: { kind: 'member', id: mona, name: 'mona' } } as const;
      const draft = { name: 'Crew', description: '', active: true, capacity: null, welcome: null };
      for (const role of ['30', '31']) {
        const added = await addReward({ db }, guild, { role, threshold: 1, name: '' }, by);
        expect(added.is).to.equal('not-theirs');
        expect((await squads.create({ db }, guild, { ...draft, role }, by)).is).to.equal('not-theirs');
      }
      await db('bytes_roles').insert({ guild_id: guild, role_id: '31', threshold: 900 });
      const moved = (to: number | null) =>
        changeReward({ db }, guild, { role: '31', name: '', from: 900, to }, by);
      expect((await moved(1)).is, 'lowered').to.equal('not-theirs');
      expect((await moved(null)).is, 'taken away').to.equal('changed');
      const closed = { ...draft, role: '31', active: false, capacity: 1 };
      const made = await squads.create({ db }, guild, closed, { actor: { kind: 'system', name: 'x' } });
      const id = made.is === 'created' ? made.squad.id : '';
      const change = (changes: Partial<typeof closed>) =>
        squads.change({ db }, guild, { id, version: 1, changes }, by);
      for (const changes of [{ active: true }, { capacity: 2 }, { role: '30' }])
        expect((await change(changes)).is, JSON.stringify(changes)).to.equal('not-theirs');
      const user = { id: mona, username: 'mona', globalName: null, avatar: null };
      const placed = await squads.place({ db }, guild, { user, name: 'mona', squad: id }, by);
      expect(placed).to.eql({ is: 'not-theirs', why: 'powers', powers: ['Ban Members', 'Administrator'] });
      expect((await change({ name: 'Staff' })).is).to.equal('changed');
    });

    it('stand above every role where they own the server', async () => {
      await allow({ of: { owner_id: mona } });
      const { db } = panel.database;
      const add = (role: string) => addReward({ db }, guild, { role, threshold: 1, name: '' }, { actor });
      const actor = { kind: 'member', id: mona, name: 'mona' } as const;
      expect((await add('30')).is).to.equal('added');
      expect(await add('31')).to.include({ is: 'not-theirs', why: 'powers' });
    });
  });

  it('change no case about themselves, and undo none that they could not in Discord', async () => {
    const { db } = panel.database;
    const opened = { guild_id: guild, actor_kind: 'system', actor_name: 'x', effect: 'done' };
    await db('moderation_cases').insert([
      { ...opened, number: 1, operation: 'int:1', kind: 'warn', user_id: mona },
      { ...opened, number: 2, operation: 'int:2', kind: 'ban', user_id: '4343' },
    ]);
    const browser = await come();
    const edit = await browser.submit(
      `${home}/cases/1`,
      { reason: 'Nothing', version: '1' },
      `${home}/cases/1/reason`,
    );
    expect(edit.status).to.equal(403);
    expect(edit.text).to.include('This case is not yours to change');
    const note = await browser.submit(`${home}/cases/1`, { note: 'I am innocent' }, `${home}/cases/1/notes`);
    expect([note.status, note.text.includes('This case is not yours to change')]).to.deep.equal([403, true]);
    expect(await db('case_notes').where({ text: 'I am innocent' })).to.deep.equal([]);
    const told = { guild, channel: '50', message: '51', author: mona, reporter: '4343', reporterName: 'x' };
    const made = await report({ db }, { ...told, excerpt: '', reason: '' });
    const at = `${home}/reports/${made.is === 'reported' ? made.id : ''}`;
    expect((await browser.submit(at, { state: 'dismissed', version: '1' })).status).to.equal(403);
    expect(await db('reports').pluck('state')).to.deep.equal(['open']);
    const { id: own } = await db('moderation_cases').where({ number: 1 }).first('id');
    const effect = { kind: 'lift', guild, case: own };
    const failed = { job: 'lift-1', guild_id: guild, effect, status: 403, code: '50013', why: '' };
    const [failure] = await db('failed_effects').insert(failed, ['id']);
    await browser.submit(`${home}/failed-effects`, {}, `${home}/failed-effects/${failure.id}/retry`);
    expect((await browser.get(home)).text).to.include('That is not yours to ask for');
    expect(await db('failed_effects')).to.have.length(1);
    const resolve = (number: string, how: string) => {
      const path = `${home}/cases/resolve`;
      return browser.submit(`${path}?number=${number}`, { number, how, note: '' }, path);
    };
    expect((await resolve('1', 'resolve')).status).to.equal(303);
    expect((await resolve('2', 'undo')).status).to.equal(303);
    const cases = await db('moderation_cases').where({ guild_id: guild }).orderBy('number');
    expect(cases.map(({ reason, resolved_at }) => [reason, resolved_at])).to.eql([
      ['', null],
      ['', null],
    ]);
    await resolve('2', 'resolve');
    expect((await db('moderation_cases').where({ number: 2 }).first()).resolved_at).to.be.instanceOf(Date);
  });

  it('undo no firings about themselves, and none that they could not in Discord', async () => {
    const { db } = panel.database;
    await db.raw('TRUNCATE moderation_cases CASCADE');
    const of = (user: string, action: Action) => hit(action, { guild, user, rule: '77' });
    const hits = [
      of(mona, { is: 'warn' }),
      of('4343', { is: 'ban', deleteHours: 0 }),
      of('4344', { is: 'delete' }),
    ];
    const { firings } = await recordFirings({ db }, hits, { now: noon + MINUTE, policies: new Map() });
    const undone = () => db('automod_firings').whereNotNull('undone_at').pluck('user_id');
    const browser = await come();
    const [own, others] = firings.map(({ firing }) => `${home}/automod/firings/${firing}`);
    for (const at of [own ?? '', others ?? '']) {
      await browser.submit(at, {}, `${at}/undo`);
      expect((await browser.get(at)).text).to.include('That is not yours to undo');
    }
    expect(await undone()).to.deep.equal([]);
    const path = `${home}/automod/undo`;
    const range = { rule: '77', from: '2026-01-05T12:00', to: '2026-01-05T12:01' };
    const preview = await browser.get(`${path}?${new URLSearchParams(range)}`);
    expect(preview.text).to.include('Undo 1 firing');
    await browser.submit(path, { ...range, firings: '1' });
    expect(await undone()).to.deep.equal(['4344']);
    expect((await browser.get(`${home}/automod/firings`)).text).to.include('Undone. What is about you');
  });

  const losses: Record<string, Parameters<typeof allow>[0]> = {
    'leave the server': { member: { active: false } },
    'lose the role': { member: { roles: [] } },
    'have a role that lost the permission': { role: { permissions: '0' } },
    'have a role that was deleted': { role: { active: false } },
    'are timed out': { member: { timed_out_until: new Date(Date.now() + 24 * HOUR) } },
    'are of a server that the bot left': { of: { active: false } },
  };
  for (const [loss, change] of Object.entries(losses))
    it(`are out at the next request once they ${loss}, for good`, async () => {
      const browser = await come();
      await allow(change);
      expect((await browser.get(home)).location).to.match(/^\/admin\/login/);
      await allow({});
      expect((await browser.get(home)).location).to.match(/^\/admin\/login/);
    });

  it('stay for as long as they own the server, whatever their roles', async () => {
    await allow({ member: { roles: [] }, of: { owner_id: mona } });
    expect((await (await come()).get(home)).status).to.equal(200);
  });

  it('are out after two hours, however busy', async () => {
    const browser = await come();
    await panel.travel(HOUR);
    expect((await browser.get(home)).status).to.equal(200);
    await panel.travel(HOUR);
    expect((await browser.get(home)).location).to.match(/^\/admin\/login/);
  });

  it('log out, and are staff or a manager, never both', async () => {
    const browser = await come();
    const left = await browser.submit(home, {}, '/admin/logout');
    expect(left.location).to.equal('/');
    expect((await browser.get(home)).location).to.match(/^\/admin\/login/);
    await browser.logIn('owner', 'correct horse battery');
    await browser.submit(link(), {});
    expect((await browser.get('/admin')).status).to.equal(403);
    await browser.logIn('owner', 'correct horse battery');
    expect((await browser.get('/admin')).status).to.equal(200);
  });
});

/** What a form would send as it stands, as far as texts and lists go. */
function fieldsOf(text: string): Record<string, string> {
  const inputs = [...text.matchAll(/<input [^>]*name="([^"]+)"[^>]*>/g)];
  return Object.fromEntries(
    inputs
      .filter(([tag]) => !/type="(radio|checkbox)"/.test(tag) || / checked/.test(tag))
      .map(([tag, name = '']) => [name, tag.match(/ value="([^"]*)"/)?.[1] ?? '']),
  );
}
