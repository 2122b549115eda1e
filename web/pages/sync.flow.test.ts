import { expect } from 'chai';
import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { demoApplicationId } from '../../scripts/screenshots/panel.ts';
import { type Role, roles } from '../../shared/accounts/rules.ts';
import { createAccount } from '../../shared/accounts/store.ts';
import { allNeeded } from '../../shared/setup/needs.ts';
import { noteProgress } from '../../shared/sync/progress.ts';
import { latestRun } from '../../shared/sync/runs.ts';
import type { Browser } from '../testing/browser.ts';
import { usePanel } from '../testing/panel.ts';

const password = 'correct horse battery';
const guild = '290926798626357999';
const home = `/admin/guilds/${guild}`;
const path = `${home}/sync`;

describe('the page of a sync', () => {
  const panel = usePanel();
  const browsers = new Map<Role, Browser>();

  before(async () => {
    const { db } = panel.database;
    for (const role of roles) {
      await createAccount({ db }, { username: role, password, role });
      const browser = panel.visit();
      await browser.logIn(role, password);
      browsers.set(role, browser);
    }
    await db('guilds').insert({ id: guild, name: 'Workshop' });
  });
  beforeEach(() => panel.database.db('sync_runs').delete());

  function as(role: Role): Browser {
    const browser = browsers.get(role);
    if (!browser) throw new Error(`nobody is ${role}`);
    return browser;
  }
  const run = () => latestRun(panel.database, guild);

  it('starts one, which moderators may, and says so where one is under way', async () => {
    expect((await as('moderator').get(path)).text)
      .to.include('Members were never loaded here')
      .and.include('Sync now');
    const { status, location } = await as('moderator').submit(path, {});
    expect([status, location]).to.deep.equal([303, path]);
    expect(await run()).to.include({ state: 'queued', reason: 'panel', requestedBy: 'moderator' });
    expect((await as('moderator').get(path)).text)
      .to.include('All members are being loaded.')
      .and.include('Waits for its turn');
    await as('owner').submit(path, {});
    expect((await as('owner').get(path)).text).to.include('They are being loaded already.');
    expect(await panel.database.db('sync_runs')).to.have.length(1);
  });

  it('starts none for a viewer, who is not offered it either', async () => {
    const viewer = as('viewer');
    const { text } = await viewer.get(path);
    expect(text).to.include('Runs').and.not.include('Sync now');
    const [, _csrf = ''] = text.match(/name="_csrf" value="([^"]+)"/) ?? [];
    expect((await viewer.post(path, { _csrf })).status).to.equal(403);
    expect(await run()).to.equal(undefined);
  });

  it('shows how far it is, and what came of it, to those who watch', async () => {
    const { db } = panel.database;
    const { until, leave } = await watch(as('viewer'), `${path}/live`);
    await until('never loaded here');
    await as('moderator').submit(path, {});
    await until('Waits for its turn');
    const id = (await run())?.id ?? '';
    const startedAt = Date.now() - 10_000;
    await db('sync_runs').update({ state: 'running', attempt: 1, asked_at: new Date(startedAt) });
    await until('Discord was asked');
    const progress = { run: id, attempt: 1, chunks: 20, done: 5, members: 5_000, startedAt, finished: false };
    await noteProgress(panel.redis.redis, guild, progress);
    expect(await until('5,000 members in 5 of 20 parts')).to.include('25 %');
    await noteProgress(panel.redis.redis, guild, { ...progress, done: 15, members: 15_000 });
    expect(await until('15,000 members in 15 of 20 parts')).to.include('75 %');
    const counts = { members: 19_990, written: 12, gone: 3 };
    await db('sync_runs').update({ state: 'done', finished_at: new Date(startedAt + 13_000), ...counts });
    expect(await until('19,990'))
      .to.include('13 s')
      .and.not.include('Under way');
    leave();
  });

  it('says why one failed', async () => {
    const why = 'Switch the <Server Members Intent> on.';
    await panel.database.db('sync_runs').insert({ guild_id: guild, reason: 'join', state: 'failed', why });
    expect((await as('viewer').get(path)).text).to.include('Switch the &lt;Server Members Intent&gt; on.');
  });

  describe('and the check of the set-up in the overview', () => {
    it('leads to the sync where members were never loaded, and to the invite where permissions are missing', async () => {
      const { db } = panel.database;
      await db('discord_users').insert({ id: demoApplicationId, username: 'bot', bot: true });
      const seen = { guild_id: guild, user_id: demoApplicationId, seen_at: new Date() };
      await db('guild_members').insert(seen);
      await db('guild_roles').insert({
        guild_id: guild,
        id: guild,
        name: '@everyone',
        permissions: String(P.ViewChannel),
      });
      const { text } = await as('viewer').get(home);
      expect(text)
        .to.include('The members of this server were never loaded.')
        .and.include(`href="${path}"`)
        .and.include('lacks Send Messages, Embed Links')
        .and.include('https://discord.com/oauth2/authorize?')
        .and.not.include('`');
    });

    it('is one line where all is well', async () => {
      const { db } = panel.database;
      await db('guild_roles')
        .where({ id: guild })
        .update({ permissions: String(allNeeded) });
      await db('guilds').update({ members_loaded_at: new Date() });
      const { text } = await as('viewer').get(home);
      expect(text).to.include('Nothing keeps the bot from its work here').and.not.include('oauth2');
    });
  });

  /** What the stream of a page says, as a reader hears it. */
  async function watch({ cookies }: Browser, stream: string) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const gone = new AbortController();
    const { body } = await fetch(`${panel.origin}${stream}`, { headers: { cookie }, signal: gone.signal });
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    async function until(words: string): Promise<string> {
      for (;;) {
        const event = heard.match(/^[\s\S]*?\n\n/)?.[0];
        if (event !== undefined) {
          heard = heard.slice(event.length);
          if (event.includes(words)) return event;
          continue;
        }
        const { value, done } = (await reader?.read()) ?? { done: true };
        if (done) throw new Error(`the stream ended before it said ${words}`);
        heard += value;
      }
    }
    return { until, leave: () => gone.abort() };
  }
});
