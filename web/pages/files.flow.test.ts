import { expect } from 'chai';
import { createAccount } from '../../shared/accounts/store.ts';
import { snowflakeAt } from '../../shared/core/snowflake.ts';
import { ensurePartitions } from '../../shared/db/partitions.ts';
import { recordAttachments } from '../../shared/files/attachments.ts';
import type { Browser, Page } from '../testing/browser.ts';
import { usePanel } from '../testing/panel.ts';

const password = 'correct horse battery';
const guild = '1000';
const base = `/admin/guilds/${guild}/files`;
const noon = Date.UTC(2026, 0, 5, 12);

describe('the pages of files', () => {
  const panel = usePanel();
  let admin: Browser;
  let viewer: Browser;

  before(async () => {
    const { db } = panel.database;
    await createAccount({ db }, { username: 'admin', password, role: 'admin' });
    await createAccount({ db }, { username: 'viewer', password, role: 'viewer' });
    await db('guilds').insert({ id: guild, name: 'Harbor' });
    await db('discord_users').insert(['1', '2'].map((id) => ({ id, username: `user${id}` })));
    await db('guild_members').insert(['1', '2'].map((id) => ({ guild_id: guild, user_id: id })));
    [admin, viewer] = [panel.visit(), panel.visit()];
    await admin.logIn('admin', password);
    await viewer.logIn('viewer', password);
  });

  const rules = () => panel.database.db('file_rules').select('extension', 'decision', 'message', 'version');
  /** The form that a page shows, as a browser would post it. */
  const again = ({ text }: Page, to: string) => {
    const main = text.slice(text.indexOf('<main'));
    const hidden = main.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
    const fields = Object.fromEntries([...hidden].map(([, name = '', value = '']) => [name, value]));
    return admin.post(to, { ...fields, step: 'save' });
  };

  it('make a rule after a look at it, once however often the form is sent', async () => {
    const shown = await admin.submit(base, { extension: ' .EXE ', decision: 'block', message: '' });
    expect(shown.text).to.include('Nothing is saved yet').and.include('.exe').and.include('Block');
    for (const answer of [await again(shown, base), await again(shown, base)])
      expect(answer.location).to.equal(base);
    expect(await rules()).to.deep.equal([{ extension: 'exe', decision: 'block', message: null, version: 1 }]);
    const text = (await viewer.get(base)).text;
    expect(text).to.include('.exe').and.include('Not enforced').and.not.include('New rule');
    expect((await viewer.submit(`/admin/guilds/${guild}`, { extension: 'a' }, base)).status).to.equal(403);
  });

  it('refuse what is no extension, no decision or taken, and keep what was typed', async () => {
    for (const [fields, status] of [
      [{ extension: 'a.b' }, 422],
      [{ extension: 'a b' }, 422],
      [{ extension: '' }, 422],
      [{ decision: 'x' }, 422],
      [{ message: 'x'.repeat(1_001) }, 422],
      [{ step: 'save' }, 409],
    ] as const) {
      const draft = { extension: 'exe', decision: 'warn', message: '<b>no</b>', ...fields };
      const answer = await admin.submit(base, draft);
      expect(answer.status, JSON.stringify(fields)).to.equal(status);
      if (status === 409) expect(answer.text).to.include('&lt;b&gt;no').and.include('has a rule already');
    }
  });

  it('change and remove a rule, not over what somebody else saved', async () => {
    const { db } = panel.database;
    const { id } = await db('file_rules').first('id');
    const path = `${base}/rules/${id}`;
    const draft = { extension: 'exe', decision: 'warn', message: 'Careful.', version: '1' };
    const shown = await admin.submit(path, draft);
    expect(shown.text)
      .to.match(/Block.*Warn/s)
      .and.include('Careful.');
    expect((await again(shown, path)).location).to.equal(base);
    const stale = await admin.submit(path, { ...draft, message: 'Mine.' });
    expect([stale.status, stale.text.includes('Somebody else has saved')]).to.deep.equal([409, true]);
    expect(stale.text).to.include('Mine.').and.include('name="version" value="2"');
    expect((await admin.submit(`${path}/remove`, { version: '1' })).location).to.equal(`${path}/remove`);
    expect((await admin.submit(`${path}/remove`, { version: '2' })).location).to.equal(base);
    expect(await rules()).to.deep.equal([]);
    expect((await admin.get(path)).status).to.equal(404);
    expect(await db('audit_entries').orderBy('id').pluck('action')).to.include.members([
      'file-rule.created',
      'file-rule.changed',
      'file-rule.deleted',
    ]);
  });

  it('show what was sent, with names that cannot pose as others', async () => {
    const { db } = panel.database;
    await ensurePartitions(db, { table: 'file_attachments', by: 'month', from: noon, to: noon });
    const place = { guild, channel: '5', message: '6', url: 'https://cdn.example/x' };
    const rows = Array.from({ length: 60 }, (_, index) => ({
      ...place,
      id: snowflakeAt(noon, index),
      at: noon - (index % 3), // several of one time
      user: index === 0 ? '2' : '1',
      name: index === 0 ? `<img src=x>\u202Egnp.exe` : `picture-${index}.png`,
      extension: index === 0 ? 'exe' : 'png',
      size: 1_234_567,
      decision: index === 0 ? ('block' as const) : ('allow' as const),
    }));
    await recordAttachments(db, rows, new Date(0));
    const path = `${base}/attachments`;
    const text = (await viewer.get(`${path}?member=user2`)).text;
    expect(text).to.include('&lt;img src=x&gt;[U+202E]gnp.exe').and.include('Blocked').and.include('1.2 MB');
    expect(text).to.include('https://discord.com/channels/1000/5/6').and.not.include('cdn.example');
    const seen: string[] = [];
    let next: string | undefined = path;
    while (next) {
      const page: string = (await viewer.get(next)).text;
      seen.push(...[...page.matchAll(/picture-(\d+)/g)].map(([, index]) => index ?? ''));
      next = page.match(/href="([^"]+)" rel="next"/)?.[1]?.replaceAll('&amp;', '&');
    }
    expect([seen.length, new Set(seen).size]).to.deep.equal([59, 59]);
    const count = async (query: string) =>
      [...(await viewer.get(`${path}?${query}`)).text.matchAll(/Open in Discord</g)].length;
    expect(await count('extension=.EXE')).to.equal(1);
    expect(await count('decision=block&from=2026-01-05&to=2026-01-05')).to.equal(1);
    expect(await count('to=2026-01-04')).to.equal(0);
    expect(await count('from=x&at=-1&before=0&member=%00&extension=%00&to=0001-01-01')).to.equal(0);
  });
});
