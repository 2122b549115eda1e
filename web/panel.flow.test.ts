import { expect } from 'chai';
import type { Role } from '../shared/accounts/rules.ts';
import { createAccount, type Staff } from '../shared/accounts/store.ts';
import { queueNames } from '../shared/cluster/queue-kinds.ts';
import type { Envelope } from '../shared/core/events.ts';
import { openQueue } from '../shared/core/queues.ts';
import { snowflakeAt } from '../shared/core/snowflake.ts';
import { saveGuilds } from '../shared/sync/store.ts';
import type { Browser } from './testing/browser.ts';
import { usePanel } from './testing/panel.ts';

const password = 'correct horse battery';
const guild = snowflakeAt(Date.UTC(2020, 1, 1));
const hostile = `<img src=x onerror=alert(1)>'"&</td>`;

describe('the panel', () => {
  const panel = usePanel();
  const browsers: Partial<Record<Role, Browser>> = {};

  async function enterAs(role: Role): Promise<Browser> {
    const browser = panel.visit();
    await browser.logIn(role, password);
    browsers[role] = browser;
    return browser;
  }
  const as = async (role: Role): Promise<Browser> => browsers[role] ?? (await enterAs(role));

  before(async () => {
    const { db } = panel.database;
    for (const role of ['admin', 'viewer'] as const)
      await createAccount({ db }, { username: role, password, role });
    const sighting = { guild, name: hostile, icon: null, owner: guild, memberCount: 1_234_567, at: 1 };
    await saveGuilds({ db }, [sighting]);
    await addMember(1, hostile, 0);
  });

  async function addMember(id: number, name: string, amount: number): Promise<void> {
    const { db } = panel.database;
    await db('discord_users').insert({ id, username: name });
    await db('guild_members').insert({ guild_id: guild, user_id: id, balance: amount });
  }

  it('lists guilds with their members, and finds them by name or id', async () => {
    const browser = await as('viewer');
    expect((await browser.get('/admin')).text)
      .to.include(`/admin/guilds/${guild}`)
      .and.include('1,234,567');
    expect((await browser.get(`/admin?search=${guild}`)).text).to.include(`/admin/guilds/${guild}`);
    expect((await browser.get('/admin?search=zzz%25')).text).to.include('No guild matches');
  });

  it('shows names as text, whatever they contain', async () => {
    const browser = await as('viewer');
    for (const path of ['/admin', `/admin/guilds/${guild}`, `/admin?search=${encodeURIComponent(hostile)}`]) {
      const { text } = await browser.get(path);
      expect(text).to.include('&lt;img src=x').and.not.include('<img src=x');
    }
  });

  it('has nothing for a guild that is not there, or is none', async () => {
    const browser = await as('viewer');
    for (const id of ['42', '0', 'x', '99999999999999999999', '1%27%20OR%201=1'])
      expect((await browser.get(`/admin/guilds/${id}`)).status, id).to.equal(404);
  });

  it('keeps viewers from the queues, and lets admins see those of all partitions', async () => {
    expect((await (await as('viewer')).get('/admin/queues')).status).to.equal(403);
    expect((await (await as('viewer')).get('/admin/queues/api/queues')).status).to.equal(403);
    const admin = await as('admin');
    const { queues } = JSON.parse((await admin.get('/admin/queues/api/queues')).text);
    expect(queues).to.have.length(2 * queueNames.length);
    expect(queues[0]).to.include({ name: '0-events', displayName: 'events {0/2}' });
  });

  it('frames the queue board in our policy: nothing inline, nothing from elsewhere, its own files only', async () => {
    const admin = await as('admin');
    const { status, text } = await admin.get('/admin/queues');
    expect(status).to.equal(200);
    expect(text).to.not.match(/(src|href)="(https?:)?\/\/|<style| style="| on\w+="/);
    const files = [...text.matchAll(/(?:src|href)="(static\/[^"]+)"/g)].map(([, file]) => file);
    expect(files).to.have.length.greaterThan(3);
    for (const file of files) expect((await admin.get(`/admin/queues/${file}`)).status, file).to.equal(200);
  });

  it('shows queues and changes none, not even for its own pages', async () => {
    const admin = await as('admin');
    const own = { 'sec-fetch-site': 'same-origin', origin: panel.origin };
    const queue = openQueue('events', { index: 0, of: 2 }, panel.redis.redis);
    for (const path of ['queues/pause', 'queues/0-events/pause', 'queues/0-events/empty'])
      expect((await admin.send('PUT', `/admin/queues/api/${path}`, own)).status, path).to.equal(403);
    expect(await queue.isPaused()).to.equal(false);
    await queue.close();
    const { queues } = JSON.parse((await admin.get('/admin/queues/api/queues')).text);
    for (const { readOnlyMode } of queues) expect(readOnlyMode).to.equal(true);
  });

  it('shows interactions without their tokens, also those in quarantine', async () => {
    const partition = { index: 0, of: 2 };
    const token = 'answers-as-the-bot';
    const event = {
      t: 'INTERACTION_CREATE',
      id: '5',
      at: 1,
      d: { id: '5', token },
    } as Envelope<'INTERACTION_CREATE'>;
    const interactions = openQueue('interactions', partition, panel.redis.redis);
    const quarantine = openQueue('quarantine', partition, panel.redis.redis);
    await interactions.add('INTERACTION_CREATE', event, { jobId: 'i5' });
    await quarantine.add('INTERACTION_CREATE', { event, error: 'broken' }, { jobId: 'i5' });
    const admin = await as('admin');
    for (const name of ['0-interactions', '0-quarantine'])
      for (const path of [`queues?activeQueue=${name}`, `queues/${name}/i5`]) {
        const { status, text } = await admin.get(`/admin/queues/api/${path}`);
        expect(status, path).to.equal(200);
        expect(text, path).to.include('[hidden]').and.not.include(token);
      }
    await Promise.all([interactions.close(), quarantine.close()]);
  });

  it('shows why a job failed without the token in the address that its error names', async () => {
    const token = 'aW50ZXJhY3Rpb246MTIzNDU2';
    const why = `no answer from /webhooks/17/${token}/messages/@original`;
    const queue = openQueue('interactions', { index: 1, of: 2 }, panel.redis.redis);
    const event = {
      t: 'INTERACTION_CREATE',
      id: '6',
      at: 1,
      d: { id: '6' },
    } as Envelope<'INTERACTION_CREATE'>;
    await queue.add('INTERACTION_CREATE', event, { jobId: 'i6' });
    const told = { failedReason: why, stacktrace: JSON.stringify([`Error: ${why}`]) };
    await panel.redis.redis.hset(queue.toKey('i6'), told);
    const admin = await as('admin');
    for (const path of ['queues?activeQueue=1-interactions', 'queues/1-interactions/i6']) {
      const { text } = await admin.get(`/admin/queues/api/${path}`);
      expect(text, path).to.include('/webhooks/17/[hidden]/messages').and.not.include(token);
    }
    await queue.close();
  });

  it('asks strangers to log in, and gives them nothing else', async () => {
    const stranger = panel.visit();
    for (const path of [
      '/admin',
      '/admin/password',
      `/admin/guilds/${guild}`,
      '/admin/queues',
      '/admin/queues/api/queues',
    ])
      expect((await stranger.get(path)).location, path).to.match(/^\/admin\/login\?next=/);
    for (const path of ['/admin', `/admin/guilds/${guild}/live`, '/admin/queues/api/queues'])
      expect((await stranger.get(path, { accept: 'application/json' })).status, path).to.equal(401);
    expect((await stranger.post('/admin/password', {})).status).to.equal(403);
    expect((await stranger.post('/admin/queues/api/queues/0-events/pause', {})).status).to.equal(403);
  });

  it('sends what has changed to those who watch a guild', async () => {
    const browser = await as('viewer');
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const leave = new AbortController();
    const response = await fetch(`${panel.origin}/admin/guilds/${guild}/live`, {
      headers: { cookie },
      signal: leave.signal,
    });
    expect(response.headers.get('content-type')).to.include('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const until = async (words: string) => {
      for (let heard = ''; ; ) {
        const { value, done } = (await reader?.read()) ?? { done: true };
        if (done) throw new Error(`the stream ended before it said ${words}`);
        heard += value;
        if (heard.includes(words)) return heard;
      }
    };
    expect(await until('The ledger is empty'))
      .to.include('&lt;img src=x')
      .and.not.include('<img src=x');
    const { db } = panel.database;
    const row = {
      guild_id: guild,
      receiver_id: 1,
      amount: 12_345,
      kind: 'admin',
      operation: 'job:1',
      reason: 'well done',
    };
    await db('bytes').insert(row);
    expect(await until('12,345'))
      .to.include('well done')
      .and.include('By staff');
    leave.abort();
  });

  it('forgets a session when its account loses its password', async () => {
    const username = 'gone';
    const { db } = panel.database;
    const staff: Staff = await createAccount({ db }, { username, password, role: 'viewer' });
    const browser = panel.visit();
    await browser.logIn(username, password);
    expect((await browser.get('/admin')).status).to.equal(200);
    await db('admin_users').where({ id: staff.id }).update({ password_hash: 'none' });
    expect((await browser.get('/admin')).status).to.equal(303);
  });
});
