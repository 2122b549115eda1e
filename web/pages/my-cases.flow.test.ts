import { expect } from 'chai';
import { demoSecret } from '../../scripts/screenshots/panel.ts';
import { createAccount } from '../../shared/accounts/store.ts';
import { HOUR } from '../../shared/core/clock.ts';
import { partitionOf } from '../../shared/core/keys.ts';
import { silent } from '../../shared/core/log.ts';
import { openQueue } from '../../shared/core/queues.ts';
import { act, type Order } from '../../shared/moderation/act.ts';
import { signCasesLink } from '../../shared/moderation/my-cases-link.ts';
import type { Browser } from '../testing/browser.ts';
import { usePanel } from '../testing/panel.ts';

const password = 'correct horse battery';
const hostile = `<img src=x onerror=alert(1)>'"&`;
const guild = '100';
const base = `/admin/guilds/${guild}/appeals`;

describe('a member’s own cases', () => {
  const panel = usePanel();
  let member: Browser;
  let moderator: Browser;
  let viewer: Browser;
  const linkOf = (user: string, name = hostile) =>
    `/mycases/${signCasesLink({ clock: panel.clock, secret: demoSecret }, { guild, user, name })}`;
  const open = async (path: string, browser = member, headers: Record<string, string> = {}) => {
    const page = await browser.get(path, headers);
    expect(page.status, path).to.equal(200);
    return page.text;
  };

  before(async () => {
    const { db } = panel.database;
    await createAccount({ db }, { username: 'moderator', password, role: 'moderator' });
    await createAccount({ db }, { username: 'viewer', password, role: 'viewer' });
    await db('guilds').insert([
      { id: guild, name: 'Harbor' },
      { id: '101', name: 'Secret' },
    ]);
    await db('discord_users').insert(['900', '901'].map((id) => ({ id, username: `user${id}` })));
    await db('guild_members').insert(['900', '901'].map((id) => ({ guild_id: guild, user_id: id })));
    const order = (kind: Order['kind'], given: Partial<Order> = {}): Order => ({
      ...{ guild, user: '900', kind, operation: `test:${kind}`, actor: { kind: 'system', name: 'Grace' } },
      ...{ reason: `${kind} ${hostile}`, seconds: null, deleteMessageSeconds: 0, evidence: null },
      ...given,
    });
    const orders = [
      order('timeout', { seconds: HOUR / 1_000 }),
      order('note', { reason: 'only for moderators' }),
      order('warn'),
      order('kick', { user: '901' }),
    ];
    for (const one of orders) await act({ db, log: silent }, [one], Date.now());
    await db('moderation_cases').where({ kind: 'timeout' }).update({ effect: 'done' });
    [member, moderator, viewer] = [panel.visit(), panel.visit(), panel.visit()];
    await moderator.logIn('moderator', password);
    await viewer.logIn('viewer', password);
  });

  it('are shown to them alone, in their language, without notes and without who moderated', async () => {
    const path = linkOf('900');
    const text = await open(path);
    expect(text)
      .to.include('Your cases on Harbor')
      .and.include('timeout &lt;img')
      .and.include('lang="en"')
      .and.include('content="noindex"')
      .and.not.include('only for moderators')
      .and.not.include('Grace')
      .and.not.include('kick &lt;img');
    expect(text).to.not.match(/<img src=x|\son\w+="/);
    const german = await open(path, member, { 'accept-language': 'de-DE,de;q=0.9' });
    expect(german).to.include('Deine Fälle auf Harbor').and.include('lang="de"').and.include('Verwarnung');
    const { headers } = await member.get(path);
    expect([headers.get('cache-control'), headers.get('referrer-policy')]).to.deep.equal([
      'no-store',
      'no-referrer',
    ]);
    expect(await open(linkOf('902'))).to.include('There is nothing about you.');
  });

  it('are not shown without a link that is good', async () => {
    const path = linkOf('900');
    const other = `/mycases/${signCasesLink({ clock: panel.clock, secret: 'another' }, { guild, user: '900', name: 'x' })}`;
    const old = `/mycases/${signCasesLink({ clock: () => Date.now() - 2 * HOUR, secret: demoSecret }, { guild, user: '900', name: 'x' })}`;
    const statuses: number[] = [];
    for (const one of [
      other,
      `${path}x`,
      '/mycases/x',
      old,
      `${path}/2`,
      `${path}/4`,
      `${path}/99`,
      `${path}/x`,
    ])
      statuses.push((await member.get(one)).status);
    expect(statuses).to.deep.equal([404, 404, 404, 410, 404, 404, 404, 404]);
  });

  it('are appealed once, and answered after a look at what that undoes, once', async () => {
    const path = `${linkOf('900')}/1`;
    expect(await open(path)).to.include('id="appeal"');
    for (const [text, status] of [
      [' ', 422],
      ['x'.repeat(2_001), 422],
    ] as const)
      expect((await member.post(path, { text })).status).to.equal(status);
    for (const text of [`Please. ${hostile}`, 'Once more.'])
      expect((await member.post(path, { text })).location).to.equal(path);
    expect(await open(path))
      .to.include('Please. &lt;img')
      .and.include('The moderators have it')
      .and.not.include('id="appeal"');
    expect((await member.post(`${linkOf('900')}/4`, { text: 'not mine' })).status).to.equal(404);

    const { db } = panel.database;
    const [{ id }, ...more] = await db('appeals').select('id', 'text');
    expect(more).to.deep.equal([]);
    const queue = await open(base, viewer);
    expect(queue).to.include('Please. &lt;img').and.include(`${base}/${id}"`).and.include('Case 1, timeout');
    const page = `${base}/${id}`;
    expect((await viewer.submit(`/admin/guilds/${guild}`, { verdict: 'accept' }, page)).status).to.equal(403);
    expect((await moderator.submit(page, { verdict: 'x', version: '1' })).status).to.equal(422);
    const answer = { verdict: 'accept', answer: `Fine. ${hostile}`, version: '1' };
    const shown = await moderator.submit(page, answer);
    expect(shown.text).to.include('Nothing is done yet').and.include('The timeout is lifted.');
    const back = await moderator.submit(page, { ...answer, step: 'edit' });
    expect(back.text)
      .to.include('Fine. &lt;img')
      .and.match(/value="accept" checked/);
    for (let click = 0; click < 2; click++) {
      expect((await moderator.submit(page, { ...answer, step: 'save' })).location).to.equal(page);
      expect(await open(page, moderator)).to.include('The appeal is accepted.');
    }
    const again = await moderator.submit(page, { ...answer, verdict: 'reject', step: 'save' });
    expect([again.status, again.text.includes('answered it meanwhile')]).to.deep.equal([409, true]);
    expect(await db('moderation_cases').where({ number: 1 }).first('lift', 'resolved_by')).to.deep.equal({
      lift: 'wanted',
      resolved_by: 'moderator',
    });
    const effects = openQueue('effects', partitionOf(guild, 2), panel.redis.redis);
    const told = (await effects.getJobs()).map(({ data }) =>
      data.kind === 'tell-member' ? data.content : '',
    );
    await effects.close();
    const words = /^Your appeal on \*\*Harbor\*\* is accepted: what the case did is taken back\.\n> Fine\. /;
    expect(told.filter((content) => words.test(content))).to.have.length(1);
    expect(await open(base, moderator)).to.include('Nothing waits.');
    expect(await open(`${base}?state=accepted&member=user900`, viewer)).to.include('Please.');
    expect(await open(`${base}?state=x&before=x&member=%00`, viewer)).to.include('Nothing waits.');
    expect(await open(path))
      .to.include('Appeal accepted')
      .and.include('Fine. &lt;img');
  });

  it('still stand where they were resolved without being taken back', async () => {
    const { db } = panel.database;
    const closed = { effect: 'done', resolved_at: new Date(), resolved_by: 'grace' };
    const [{ id, number }] = await db('moderation_cases')
      .insert({
        ...closed,
        guild_id: guild,
        number: 50,
        operation: 'test:ban',
        kind: 'ban',
        user_id: '902',
        actor_kind: 'system',
        actor_name: 'Grace',
      })
      .returning(['id', 'number']);
    const path = `${linkOf('902')}/${number}`;
    for (const each of [path, linkOf('902')])
      expect(await open(each))
        .to.include('In force')
        .and.not.include('Over');
    await db('moderation_cases').where({ id }).update({ lift: 'done' });
    expect(await open(path))
      .to.include('Over')
      .and.include('nothing to appeal any more');
    await db('moderation_cases').where({ id }).update({ lift: 'none' });
    expect((await member.post(path, { text: 'Let me back in.' })).location).to.equal(path);
    expect(await open(path)).to.include('Let me back in.');
    await db('appeals').where({ case_id: id }).delete();
  });

  it('are not appealed where the guild takes none, and not too often', async () => {
    const path = `${linkOf('900')}/3`;
    const { db } = panel.database;
    await db('moderation_configs').insert({ guild_id: guild, values: { appeals: false }, version: 1 });
    expect((await member.post(path, { text: 'Please.' })).location).to.equal(path);
    expect(await open(path))
      .to.include('takes no appeals')
      .and.not.include('id="appeal"');
    expect(await db('appeals').select('id')).to.have.length(1);
    await db('moderation_configs').delete();
    const statuses = new Set<number>();
    for (let i = 0; i < 12; i++) statuses.add((await member.post(path, { text: '' })).status);
    expect([...statuses]).to.deep.equal([422, 429]);
  });

  it('are appealed in any script, as long as the form allows', async () => {
    const path = `${linkOf('901')}/4`;
    const tooLong = await member.post(path, { text: '抗'.repeat(4_000) });
    expect(tooLong.status).to.equal(422);
    expect(tooLong.text).to.include('抗'.repeat(4_000));
    expect((await member.post(path, { text: '抗'.repeat(2_000) })).location).to.equal(path);
    expect(await open(path)).to.include('抗'.repeat(2_000));
  });
});
