import { expect } from 'chai';
import { createAccount } from '../../shared/accounts/store.ts';
import { silent } from '../../shared/core/log.ts';
import { act } from '../../shared/moderation/act.ts';
import { report } from '../../shared/moderation/reports.ts';
import type { Browser, Page } from '../testing/browser.ts';
import { usePanel } from '../testing/panel.ts';

const password = 'correct horse battery';
const hostile = `<img src=x onerror=alert(1)>'"&`;
const guild = '100';
const base = `/admin/guilds/${guild}/reports`;
const reasons = `/admin/guilds/${guild}/templates`;

describe('the pages of reports and of reasons', () => {
  const panel = usePanel();
  let moderator: Browser;
  let viewer: Browser;
  /** Of two messages in the guild, and of one elsewhere. */
  const ids: string[] = [];
  const open = async (path: string, browser = moderator) => {
    const page = await browser.get(path);
    expect(page.status, path).to.equal(200);
    return page.text;
  };

  before(async () => {
    const { db } = panel.database;
    await createAccount({ db }, { username: 'moderator', password, role: 'moderator' });
    await createAccount({ db }, { username: 'viewer', password, role: 'viewer' });
    await db('guilds').insert(['100', '101'].map((id) => ({ id, name: `Guild ${id}` })));
    await db('guild_channels').insert({ guild_id: guild, id: '200', name: 'general', type: 0, position: 0 });
    await db('discord_users').insert({ id: '900', username: 'mallory' });
    await db('guild_members').insert({ guild_id: guild, user_id: '900' });
    for (const [at, message] of [
      [guild, '1'],
      [guild, '2'],
      ['101', '3'],
    ] as const) {
      const given = {
        guild: at,
        channel: '200',
        message,
        author: '900',
        reporter: '901',
        reporterName: 'ada',
      };
      const made = await report({ db }, { ...given, excerpt: `${message} ${hostile}`, reason: hostile });
      if (made.is === 'reported') ids.push(made.id);
    }
    const order = {
      guild,
      user: '900',
      kind: 'warn',
      operation: 'test:1',
      actor: { kind: 'system', name: 'test' },
    } as const;
    await act(
      { db, log: silent },
      [{ ...order, reason: '', seconds: null, deleteMessageSeconds: 0, evidence: null }],
      Date.now(),
    );
    [moderator, viewer] = [panel.visit(), panel.visit()];
    await moderator.logIn('moderator', password);
    await viewer.logIn('viewer', password);
  });

  const shownIn = (text: string) => [...text.matchAll(/\/reports\/(\d+)"/g)].map(([, id]) => id);

  it('list what waits, and tell all of one as plain text', async () => {
    const [one = '', two = '', elsewhere] = ids;
    expect(shownIn(await open(base, viewer))).to.deep.equal([two, one]);
    expect(shownIn(await open(`${base}?member=mallory&before=${two}`))).to.deep.equal([one]);
    expect(shownIn(await open(`${base}?member=nobody`))).to.deep.equal([]);
    expect(shownIn(await open(`${base}?state=dismissed`))).to.deep.equal([]);
    expect(shownIn(await open(`${base}?state=x&before=x&member=%00`))).to.deep.equal([two, one]);
    const text = await open(`${base}/${one}`, viewer);
    expect(text)
      .to.include('#general')
      .and.include('https://discord.com/channels/100/200/1')
      .and.include('1 warning; 1 warning counts now')
      .and.not.include('id="answer-report"');
    expect(text).to.not.match(/<img src=x|\son\w+="/);
    expect(await open(`${base}/${one}`)).to.include(`/cases/new?member=900&amp;report=${one}`);
    for (const id of [elsewhere, '0', 'x', '99999999999999999999'])
      expect((await moderator.get(`${base}/${id}`)).status, id).to.equal(404);
  });

  it('take one answer of a moderator, and say who was first', async () => {
    const path = `${base}/${ids[0]}`;
    const answer = { state: 'handled', case: '#1', version: '1' };
    expect((await viewer.submit(`/admin/guilds/${guild}`, answer, path)).status).to.equal(403);
    for (const wrong of [{ state: 'x' }, { case: 'x' }, { case: '7' }])
      expect((await moderator.submit(path, { ...answer, ...wrong })).status, JSON.stringify(wrong)).to.equal(
        422,
      );
    for (let click = 0; click < 2; click++) {
      expect((await moderator.submit(path, answer)).location).to.equal(base);
      expect(await open(base)).to.include('The report is handled.');
    }
    const late = await moderator.submit(path, { ...answer, state: 'dismissed' });
    expect([late.status, late.text.includes('moderator has answered it meanwhile: handled')]).to.deep.equal([
      409,
      true,
    ]);
    expect(shownIn(await open(base))).to.deep.equal([ids[1]]);
    expect(await open(path))
      .to.include('Handled by')
      .and.include(`/admin/guilds/${guild}/cases/1"`);
    expect(shownIn(await open(`${base}?state=all`))).to.have.length(2);
  });

  /** The form that a page shows, as a browser would post it. */
  const again = ({ text }: Page, to: string) => {
    const main = text.slice(text.indexOf('<main'));
    const hidden = main.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
    const fields = Object.fromEntries([...hidden].map(([, name = '', value = '']) => [name, value]));
    return moderator.post(to, { ...fields, step: 'save' });
  };

  it('make, change and remove a reason after a look, not over what somebody else saved', async () => {
    const { db } = panel.database;
    const saved = () => db('reason_templates').select('name', 'text', 'version');
    const draft = { name: ' spam ', text: 'Advertising.' };
    expect((await viewer.submit(`/admin/guilds/${guild}`, draft, reasons)).status).to.equal(403);
    for (const wrong of [{ name: '' }, { text: '' }, { name: 'x'.repeat(65) }, { text: 'x'.repeat(401) }])
      expect((await moderator.submit(reasons, { ...draft, ...wrong })).status).to.equal(422);
    const shown = await moderator.submit(reasons, draft);
    expect(shown.text).to.include('Nothing is saved yet');
    for (const answer of [await again(shown, reasons), await again(shown, reasons)])
      expect(answer.location).to.equal(reasons);
    expect(await saved()).to.deep.equal([{ name: 'spam', text: 'Advertising.', version: 1 }]);
    expect((await moderator.submit(reasons, { ...draft, name: 'SPAM', step: 'save' })).status).to.equal(409);
    expect(await open(reasons, viewer))
      .to.include('Advertising.')
      .and.not.include('New reason');

    const { id } = await db('reason_templates').first('id');
    const path = `${reasons}/${id}`;
    const changed = { name: 'spam', text: 'Advertising, rule 4.', version: '1' };
    expect((await again(await moderator.submit(path, changed), path)).location).to.equal(reasons);
    expect(await saved()).to.deep.equal([{ name: 'spam', text: 'Advertising, rule 4.', version: 2 }]);
    const stale = await moderator.submit(path, { ...changed, text: `Mine. ${hostile}` });
    expect(stale.status).to.equal(409);
    expect(stale.text)
      .to.include('Mine.')
      .and.include('name="version" value="2"')
      .and.not.include('<img src=x');
    expect((await moderator.submit(`${path}/remove`, { version: '1' })).location).to.equal(`${path}/remove`);
    expect((await moderator.submit(`${path}/remove`, { version: '2' })).location).to.equal(reasons);
    expect(await saved()).to.deep.equal([]);
    expect((await moderator.get(path)).status).to.equal(404);
  });
});
