import { expect } from 'chai';
import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { demoApplicationId } from '../../scripts/screenshots/panel.ts';
import { createAccount } from '../../shared/accounts/store.ts';
import { silent } from '../../shared/core/log.ts';
import { act } from '../../shared/moderation/act.ts';
import type { CaseKind } from '../../shared/moderation/model.ts';
import type { Browser } from '../testing/browser.ts';
import { usePanel } from '../testing/panel.ts';

const password = 'correct horse battery';
const hostile = `<img src=x onerror=alert(1)>'"&`;
const [guild, secret] = ['100', '101'];
const base = `/admin/guilds/${guild}`;
const people = { '9001': 'ada', '9002': 'adam', '9003': hostile, '9004': 'grace' };

describe('the pages of cases', () => {
  const panel = usePanel();
  let moderator: Browser;
  let viewer: Browser;
  let guest: Browser;

  const open = async (path: string, browser = moderator) => {
    const page = await browser.get(path);
    expect(page.status, path).to.equal(200);
    return page.text;
  };
  /** The cases that a list shows, as `guild/number`. */
  const shownIn = (text: string) =>
    [...text.matchAll(/guilds\/(\d+)\/cases\/(\d+)" aria-label/g)].map(([, at, number]) => `${at}/${number}`);
  const listed = async (query: string, browser = moderator) =>
    shownIn(await open(`${base}/cases?${query}`, browser));
  const told = async (location: string | null) =>
    (await open(location ?? '')).match(/class="toast" role="status">([^<]+)</)?.[1];
  const row = (number: number) =>
    panel.database.db('moderation_cases').where({ guild_id: guild, number }).first();

  before(async () => {
    const { db } = panel.database;
    for (const role of ['moderator', 'viewer', 'guest'] as const)
      await createAccount({ db }, { username: role, password, role: role === 'guest' ? 'viewer' : role });
    const [account] = await db('admin_users').where({ username: 'guest' }).update({ role: null }, ['id']);
    await db('guilds').insert([
      { id: guild, name: 'Harbor', owner_id: '9004' },
      { id: secret, name: 'Secret' },
    ]);
    await db('staff_guild_roles').insert({ user_id: account.id, guild_id: guild, role: 'viewer' });
    const seen_at = new Date();
    const users = [...Object.entries(people), [demoApplicationId, 'bot'] as const];
    await db('discord_users').insert(
      users.map(([id, username]) => ({ id, username, bot: username === 'bot' })),
    );
    await db('guild_roles').insert({
      guild_id: guild,
      id: '77',
      name: 'bot',
      position: 5,
      permissions: String(P.Administrator),
      seen_at,
    });
    await db('guild_members').insert(
      users.map(([user_id, name]) => ({
        guild_id: guild,
        user_id,
        seen_at,
        roles: name === 'bot' ? ['77'] : [],
      })),
    );
    const order = (kind: CaseKind, user: string, operation: string, rest = {}) => ({
      ...{ guild, user, operation, kind, reason: 'Off topic', seconds: kind === 'timeout' ? 600 : null },
      ...{ actor: { kind: 'member', id: '9004', name: 'grace' } as const, deleteMessageSeconds: 0 },
      ...{ evidence: { channel: '1', message: '2', excerpt: hostile }, ...rest },
    });
    const deps = { db, log: silent };
    await act(
      deps,
      [
        order('warn', '9001', 'a'),
        order('timeout', '9003', 'b', { reason: hostile }),
        order('ban', '9002', 'c'),
      ],
      Date.now(),
    );
    await act(deps, [order('warn', '9001', 'd', { guild: secret })], Date.now());
    await db('moderation_cases').where({ guild_id: guild, kind: 'timeout' }).update({ effect: 'done' });
    await db('moderation_cases')
      .where({ guild_id: guild, kind: 'ban' })
      .update({ effect: 'failed', answer: 'Missing Permissions' });
    [moderator, viewer, guest] = [panel.visit(), panel.visit(), panel.visit()];
    await moderator.logIn('moderator', password);
    await viewer.logIn('viewer', password);
    await guest.logIn('guest', password);
  });

  it('list them, newest first, by member, number, kind, moderator, state and day', async () => {
    expect(await listed('')).to.deep.equal(['100/3', '100/2', '100/1']);
    for (const [query, numbers] of [
      ['find=ada', ['1']],
      ['find=9002', []],
      ['find=%232', ['2']],
      ['find=90000000000000001', []],
      ['kind=ban', ['3']],
      ['by=grace', ['3', '2', '1']],
      ['by=nobody', []],
      ['state=failed', ['3']],
      ['state=resolved', []],
      ['from=2020-01-01&to=2020-01-02', []],
      ['kind=x&state=x&from=x&before=x&find=%00', ['3', '2', '1']],
    ] as const)
      expect(await listed(query), query).to.deep.equal(numbers.map((number) => `100/${number}`));
    expect(await open(`${base}/cases?find=ad`)).to.include('Which member?');
    const { id } = await row(3);
    expect(await listed(`before=${id}`)).to.deep.equal(['100/2', '100/1']);
  });

  it('show those of all guilds, and their warnings, only to whoever may see the guild', async () => {
    for (const path of ['/admin/cases', '/admin/warnings']) {
      expect(
        shownIn(await open(`${path}?${path.includes('cases') ? 'find' : 'member'}=ada`, viewer)),
        path,
      ).to.have.members(['101/1', '100/1']);
      for (const query of ['', `?guild=${secret}`]) {
        const text = await open(`${path}${query}`, guest);
        expect(text, path).to.not.include('Secret');
        expect(shownIn(text)).to.not.include('101/1');
      }
    }
    expect(shownIn(await open(`${base}/warnings?state=active`))).to.deep.equal(['100/1']);
    expect(shownIn(await open(`${base}/warnings?state=withdrawn`))).to.deep.equal([]);
  });

  it('show a case with its evidence and history, as plain text', async () => {
    const text = await open(`${base}/cases/2`, viewer);
    expect(text).to.include('https://discord.com/channels/100/1/2').and.include('Discord did it');
    expect(text).to.not.match(/<img src=x|<script>|\son\w+="/);
    expect(await open(`${base}/cases/3`), 'why').to.include('<bdi>Missing Permissions</bdi>');
    expect(text, 'viewers only look').to.not.include('Add a note');
    for (const number of ['x', '99', '0'])
      expect((await moderator.get(`${base}/cases/${number}`)).status).to.equal(404);
    expect((await viewer.post(`${base}/cases/2/notes`, { note: 'x' })).status).to.equal(403);
  });

  it('take notes and another reason, and not over somebody else’s', async () => {
    const at = `${base}/cases/1`;
    expect(await told((await moderator.submit(at, { note: hostile }, `${at}/notes`)).location)).to.equal(
      'Noted.',
    );
    expect((await moderator.submit(at, { note: ' ' }, `${at}/notes`)).status).to.equal(422);
    const { version } = await row(1);
    const operation = '7a4a8d0c-4a0e-4e2c-9d7a-0b8b6e4f1a11';
    const change = (reason: string) =>
      moderator.submit(at, { reason, version: String(version), operation }, `${at}/reason`);
    for (const click of ['first', 'second'])
      expect(await told((await change('Spoilers')).location), click).to.equal('The reason is changed.');
    const stale = await change('Mine');
    expect([stale.status, stale.text.includes('>\nMine<')]).to.deep.equal([409, true]);
    expect(await open(at))
      .to.include('The reason was: Off topic')
      .and.include('&lt;img src=x');
  });

  it('open cases for many after a preview, once, and leave out who may not be touched', async () => {
    const at = `${base}/cases/new`;
    const form = {
      members: 'ada\n9003\ngrace',
      kind: 'timeout',
      lasts: '1h30m',
      deletes: '0',
      reason: 'Flood',
    };
    for (const wrong of [
      { lasts: '30d' },
      { lasts: '0m' },
      { lasts: 'soon' },
      { lasts: '' },
      { members: 'nobody' },
      { members: 'ad' },
      { kind: 'x' },
      { reason: 'x'.repeat(4_001) },
    ]) {
      const refused = await moderator.submit(at, { ...form, ...wrong });
      expect([refused.status, refused.text.includes('class="error"')], JSON.stringify(wrong)).to.deep.equal([
        422,
        true,
      ]);
    }
    const preview = (await moderator.submit(at, form)).text;
    expect(preview)
      .to.include('Timed out for 1 hour 30 minutes.')
      .and.include('Time out 2 members')
      .and.include('the owner of the guild');
    const operation = preview.match(/name="operation" value="([^"]+)"/)?.[1] ?? '';
    const { db } = panel.database;
    for (const active of [true, false]) {
      await db('guild_members').where({ user_id: '9001' }).update({ active }); // left by the second click
      const saved = await moderator.submit(at, { ...form, operation, step: 'save' });
      expect(await told(saved.location)).to.equal(
        '2 cases are opened. 1 left out: it may not be done to them.',
      );
    }
    await db('guild_members').where({ user_id: '9001' }).update({ active: true });
    expect(await listed('kind=timeout&state=open')).to.deep.equal(['100/5', '100/4']);
    expect((await row(4)).actor_name).to.equal('moderator');
    expect((await viewer.get(at)).status).to.equal(403);
    expect(await open(`${at}?cases=4,5`)).to.include('ada (9001)');
  });

  it('foretell in a preview what a warning would lead to on the ladder', async () => {
    const { db } = panel.database;
    const ladder = [
      { warnings: 2, action: 'timeout', minutes: 60 },
      { warnings: 5, action: 'ban' },
    ];
    await db('moderation_configs').insert({ guild_id: guild, values: JSON.stringify({ ladder }) });
    const warn = { members: 'ada\n9003', kind: 'warn', lasts: '', deletes: '0', reason: '' };
    expect((await moderator.submit(`${base}/cases/new`, warn)).text)
      .to.include('Warned. This would be active warning 2 of 2: timeout of 1 hour.')
      .and.include('Warned. This would be active warning 1 of 2 before a timeout of 1 hour.');
    await db('moderation_configs').del();
  });

  it('resolve and undo what was picked, after a look at it', async () => {
    const at = `${base}/cases/resolve?number=1&number=4&number=x&how=undo`;
    expect(await open(at))
      .to.include('The timeout is lifted.')
      .and.include('The warning no longer counts.');
    const { text: page } = await moderator.get(at);
    const hidden = (name: string) => page.match(new RegExp(`name="${name}" value="([^"]+)"`))?.[1] ?? '';
    const many = new URLSearchParams([
      ['_csrf', hidden('_csrf')],
      ['operation', hidden('operation')],
      ['number', '1'],
      ['number', '4'],
      ['how', 'undo'],
      ['note', 'A mistake'],
    ]);
    for (const click of ['first', 'second']) {
      const done = await moderator.post(`${base}/cases/resolve`, many);
      expect(await told(done.location), click).to.include(
        '2 cases are resolved. Discord is asked to take back 1 timeout or ban.',
      );
    }
    expect([(await row(4)).lift, (await row(1)).resolved_note]).to.deep.equal(['wanted', 'A mistake']);
    expect((await moderator.get(`${base}/cases/resolve`)).location).to.equal(`${base}/cases`);
    expect((await moderator.submit(at, { number: '5', how: 'x' }, `${base}/cases/resolve`)).status).to.equal(
      422,
    );
  });

  it('ask Discord again for what it refused, once', async () => {
    const { id } = await row(3);
    const { db } = panel.database;
    const effect = JSON.stringify({ kind: 'punish', guild, case: id, as: 'ban' });
    const failed = {
      job: `punish-${id}-ban`,
      guild_id: guild,
      effect,
      status: 403,
      code: '50013',
      why: hostile,
    };
    const [failure] = await db('failed_effects').insert(failed, ['id']);
    const at = `${base}/failed-effects`;
    for (const path of [at, '/admin/failed-effects'])
      expect(await open(path))
        .to.include(`${failure.id}/retry`)
        .and.include('Case 3');
    expect(await open(at, viewer)).to.not.include('/retry"');
    const retry = () => moderator.submit(at, { from: 'all' }, `${at}/${failure.id}/retry`);
    const first = await moderator.submit(
      '/admin/failed-effects',
      { from: 'all' },
      `${at}/${failure.id}/retry`,
    );
    expect(first.location).to.equal('/admin/failed-effects');
    expect((await row(3)).effect).to.equal('wanted');
    expect((await retry()).status, 'once').to.equal(303);
    expect(await open(at)).to.include('Discord was asked again');
    const again = () => moderator.submit(`${base}/cases/3`, {}, `${base}/cases/3/retry`);
    expect(await told((await again()).location)).to.equal('Discord is asked again.');
    await db('moderation_cases').where({ id }).update({ effect: 'done' });
    expect(await told((await again()).location)).to.include('nothing to ask Discord for');
  });
});
