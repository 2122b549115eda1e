import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createAccount } from '../../shared/accounts/store.ts';
import { loadBytesSettings } from '../../shared/bytes/store.ts';
import { silent } from '../../shared/core/log.ts';
import { cacheSettings, followChanges } from '../../shared/core/settings.ts';
import { bytesSettings } from '../../shared/settings/registry.ts';
import { readSettings } from '../../shared/settings/store.ts';
import { listVersions } from '../../shared/settings/versions.ts';
import { openThrottle } from '../http/throttle.ts';
import type { Browser, Page } from '../testing/browser.ts';
import { usePanel } from '../testing/panel.ts';

const password = 'correct horse battery';
const hostile = '<img src=x onerror=alert(1)>';

describe('the pages of settings', () => {
  const panel = usePanel();
  let ada: Browser;
  let grace: Browser;
  let viewer: Browser;
  let guilds = 0;
  let guild = '';
  let path = '';

  before(async () => {
    const { db } = panel.database;
    for (const [username, role] of [
      ['ada', 'admin'],
      ['grace', 'admin'],
      ['viewer', 'viewer'],
    ] as const)
      await createAccount({ db }, { username, password, role });
    [ada, grace, viewer] = [panel.visit(), panel.visit(), panel.visit()];
    await ada.logIn('ada', password);
    await grace.logIn('grace', password);
    await viewer.logIn('viewer', password);
  });
  beforeEach(async () => {
    guild = String(1000 + ++guilds);
    path = `/admin/guilds/${guild}/settings/bytes`;
    await panel.database.db('guilds').insert({ id: guild, name: hostile });
  });

  const now = () => readSettings(panel.database, bytesSettings, guild);

  /** Types into the form as it is, and posts it. */
  async function type(browser: Browser, fields: Record<string, string>, page = path): Promise<Page> {
    return send(browser, await browser.get(page), fields, page);
  }
  async function send(
    browser: Browser,
    shown: Page,
    fields: Record<string, string>,
    to = path,
  ): Promise<Page> {
    return browser.post(to, { ...controlsOf(shown), ...fields });
  }
  async function change(browser: Browser, fields: Record<string, string>, page = path): Promise<Page> {
    return send(browser, await type(browser, fields, page), { step: 'save' }, page);
  }

  it('show every setting with its help and its unit, in sections', async () => {
    const { text } = await ada.get(path);
    for (const { title, description } of Object.values(bytesSettings.schema.shape).map(
      (field) => field.meta() ?? {},
    ))
      expect(text)
        .to.include(title)
        .and.include(escaped(description ?? ''));
    expect(text).to.match(/name="dailyAmount" value="10" min="1" max="1000000"/);
    expect(text)
      .to.match(/name="tiers-3-label" value="LONG"/)
      .and.match(/name="tiers-4-label" value=""/);
    expect(text).to.not.include(hostile);
  });

  it('say what would change, and save it with the second click', async () => {
    const preview = await type(ada, { dailyAmount: '20' });
    expect(preview.text).to.match(/Daily amount.*10 bytes.*20 bytes/s);
    expect((await now()).version).to.equal(0);
    const saved = await send(ada, preview, { step: 'save' });
    expect([saved.status, saved.location]).to.deep.equal([303, path]);
    expect((await ada.get(path)).text).to.include('Saved as version 1. Every process obeys within a second.');
    expect(await now()).to.deep.nested.include({ version: 1, 'values.dailyAmount': 20 });
  });

  it('save once what is sent twice', async () => {
    const preview = await type(ada, { dailyAmount: '20' });
    for (const _ of [1, 2]) expect((await send(ada, preview, { step: 'save' })).status).to.equal(303);
    expect((await now()).version).to.equal(1);
  });

  it('let one go back with everything that was typed', async () => {
    const preview = await type(ada, {
      dailyAmount: '20',
      'tiers-4-days': '99',
      'tiers-4-label': 'X',
      'tiers-4-multiplier': '3',
    });
    const { text } = await send(ada, preview, { step: 'edit' });
    expect(text)
      .to.match(/name="dailyAmount" value="20"/)
      .and.match(/name="tiers-4-label" value="X"/);
    expect((await now()).version).to.equal(0);
  });

  it('say at the field what is wrong, and keep what was typed', async () => {
    const typed = {
      dailyAmount: '0',
      timeZone: 'Mars/Base',
      'tiers-1-days': '8',
      'tiers-2-label': '',
      emoji: hostile,
    };
    const { status, text } = await type(ada, typed);
    expect(status).to.equal(422);
    expect(text)
      .to.include('At least 1.')
      .and.include('Not an IANA time zone')
      .and.include('Another row starts');
    expect(text).to.match(/name="dailyAmount" value="0"[^>]*aria-invalid="true"/);
    expect(text).to.match(/name="tiers-1-days" value="8"[^>]*aria-invalid="true"/);
    expect(text).to.match(/name="timeZone" value="Mars\/Base"/);
    expect(text).to.not.include(hostile);
  });

  it('take no number that is none, and no character that cannot be stored', async () => {
    for (const [name, text] of [
      ['dailyAmount', 'many'],
      ['dailyAmount', ''],
      ['dailyAmount', '1e999'],
      ['leastMembershipDays', '9'.repeat(400)],
      ['tiers-0-label', 'a\0b'],
      ['announce', 'shout'],
    ] as const)
      expect((await type(ada, { [name]: text })).status, `${name}: ${text}`).to.equal(422);
    for (const version of ['', '-1', 'x', '99999999999'])
      expect((await type(ada, { version })).status, `version ${version}`).to.equal(400);
  });

  it('edit the streak table without scripts: a row added, one changed, one removed', async () => {
    await change(ada, {
      'tiers-0-remove': 'on',
      'tiers-1-multiplier': '5',
      'tiers-4-days': '3',
      'tiers-4-label': 'BIT',
      'tiers-4-multiplier': '2',
    });
    expect(
      (await now()).values.tiers.map(({ days, label, multiplier }) => `${days} ${label} ${multiplier}`),
    ).to.deep.equal(['3 BIT 2', '16 SHORT 5', '32 INT 16', '64 LONG 256']);
  });

  it('pick channels by name, many of them, and flag those that are gone', async () => {
    const { db } = panel.database;
    const ids = Array.from({ length: 40 }, (_, index) => String(5000 + index));
    await db('guild_channels').insert(
      ids.map((id) => ({ guild_id: guild, id, name: `room-${id}`, type: 0 })),
    );
    const shown = await ada.get(path);
    const body = new URLSearchParams(controlsOf(shown));
    for (const id of ids) body.append('ignoredChannels', id);
    const preview = await post(ada, path, body);
    expect(preview.text).to.include('#room-5000; ').and.include('; #room-5039');
    const again = new URLSearchParams(allControlsOf(preview));
    again.set('step', 'save');
    expect((await post(ada, path, again)).status).to.equal(303);
    expect((await now()).values.ignoredChannels).to.deep.equal(ids);
    await db('guild_channels').where({ guild_id: guild, id: '5000' }).update({ active: false });
    expect((await ada.get(path)).text).to.include('deleted (5000)');
  });

  it('reach a running process', async () => {
    const subscriber = new Redis(panel.redis.url);
    const { db } = panel.database;
    const cache = cacheSettings((asked) => loadBytesSettings({ db, log: silent }, asked));
    const amount = async () => (await cache.get([guild])).get(guild)?.config.dailyAmount;
    const told = new Promise<void>((resolve) => {
      const forget = (id?: string) => {
        cache.forget(id);
        if (id === guild) resolve();
      };
      void followChanges(subscriber, { bytes: { forget } })
        .then(amount)
        .then(() => change(ada, { dailyAmount: '77' }));
    });
    await told;
    expect(await amount()).to.equal(77);
    subscriber.disconnect();
  });

  describe('where two change them at once', () => {
    it('show what the other did, and let one choose field by field', async () => {
      const begun = await ada.get(path);
      await change(grace, { dailyAmount: '20', startingBalance: '7', emoji: '🎉' });
      const conflict = await send(ada, begun, { dailyAmount: '30', leastMembershipDays: '3' });
      expect(conflict.status).to.equal(409);
      expect(conflict.text)
        .to.include('grace')
        .and.include('As saved: 20 bytes')
        .and.include('As you typed: 30 bytes');
      expect(chosenIn(conflict)).to.include({
        'choice-dailyAmount': 'theirs', // changed by both
        'choice-startingBalance': 'theirs',
        'choice-leastMembershipDays': 'yours',
      });
      const choice = { ...chosenIn(conflict), 'choice-dailyAmount': 'yours', step: 'merge' };
      const preview = await send(ada, conflict, choice);
      expect(preview.text).to.match(/20 bytes.*30 bytes/s);
      expect((await send(ada, preview, { step: 'save' })).status).to.equal(303);
      const { values, version } = await now();
      expect(values).to.include({ dailyAmount: 30, startingBalance: 7, emoji: '🎉', leastMembershipDays: 3 });
      expect(version).to.equal(2);
    });

    it('notice it also between looking and saving, and let one keep all of one’s own', async () => {
      const preview = await type(ada, { dailyAmount: '30' });
      await change(grace, { dailyAmount: '20' });
      const conflict = await send(ada, preview, { step: 'save' });
      expect(conflict.status).to.equal(409);
      expect((await now()).values.dailyAmount).to.equal(20);
      const mine = await send(ada, conflict, { step: 'preview' });
      expect((await send(ada, mine, { step: 'save' })).status).to.equal(303);
      expect((await now()).values.dailyAmount).to.equal(30);
    });

    it('do not ask where both want the same', async () => {
      const begun = await ada.get(path);
      await change(grace, { dailyAmount: '20' });
      expect((await send(ada, begun, { dailyAmount: '20' })).text).to.include('Nothing has changed.');
    });
  });

  describe('of earlier versions', () => {
    it('list who changed what, and bring one back', async () => {
      await change(ada, { dailyAmount: '20' });
      await change(grace, { dailyAmount: '30', emoji: '🎉' });
      const list = await ada.get(`${path}/history`);
      expect(list.text).to.match(/Version 2.*grace.*30 bytes.*Version 1.*ada.*20 bytes/s);
      const page = `${path}/history/1`;
      const shown = await ada.get(page);
      expect(shown.text).to.match(/30 bytes.*20 bytes/s);
      const restored = await send(ada, shown, {}, page);
      expect([restored.status, restored.location]).to.deep.equal([303, path]);
      expect((await ada.get(path)).text).to.include('Version 1 restored as version 3.');
      expect((await now()).values).to.include({ dailyAmount: 20, emoji: '🪙' });
      const [latest] = await listVersions(panel.database, bytesSettings, guild, { limit: 1 });
      expect(latest).to.nested.include({ note: 'restored from version 1', 'actor.name': 'ada' });
    });

    it('do not overwrite what came between', async () => {
      await change(ada, { dailyAmount: '20' });
      await change(ada, { dailyAmount: '30' });
      const page = `${path}/history/1`;
      const shown = await ada.get(page);
      await change(grace, { dailyAmount: '40' });
      const refused = await send(ada, shown, {}, page);
      expect(refused.status).to.equal(409);
      expect(refused.text).to.include('grace saved version 3 meanwhile');
      expect((await now()).values.dailyAmount).to.equal(40);
    });

    it('come a page at a time', async () => {
      for (let amount = 11; amount < 33; amount++) await change(ada, { dailyAmount: String(amount) });
      const { text } = await ada.get(`${path}/history`);
      const [, next = ''] = text.match(/href="([^"]+before=\d+)"/) ?? [];
      expect((await ada.get(next)).text)
        .to.include('Version 2')
        .and.include('Version 1')
        .and.not.include('Version 3');
    });

    it('are missing where there are none', async () => {
      for (const version of ['1', '0', '-1', 'x', '99999999999'])
        expect((await ada.get(`${path}/history/${version}`)).status, version).to.equal(404);
      for (const feature of ['cats', '__proto__', 'constructor'])
        expect((await ada.get(`/admin/guilds/${guild}/settings/${feature}`)).status, feature).to.equal(404);
    });
  });

  describe('as a file', () => {
    const page = () => `/admin/guilds/${guild}/settings/transfer`;

    it('go out and come in, by YAML and JSON, with a look first', async () => {
      await change(ada, { dailyAmount: '20', timeZone: 'Europe/Berlin' });
      for (const format of ['yaml', 'json']) {
        const file = await ada.get(`${page()}/${format}`);
        expect(file.headers.get('content-disposition')).to.match(
          new RegExp(`^attachment; filename="settings-${guild}-\\d{4}-\\d\\d-\\d\\d\\.${format}"$`),
        );
        await change(ada, { dailyAmount: '50' });
        const preview = await type(ada, { text: file.text }, page());
        expect(preview.text).to.match(/50 bytes.*20 bytes/s);
        expect((await now()).values.dailyAmount).to.equal(50);
        expect((await send(ada, preview, {}, page())).status).to.equal(303);
        expect((await now()).values).to.include({ dailyAmount: 20, timeZone: 'Europe/Berlin' });
      }
      expect((await ada.get(`${page()}/exe`)).status).to.equal(404);
    });

    it('are refused with the name of each field, and kept in the form', async () => {
      const text = `smarter-dev: 1\nsettings: {bytes: {dailyAmount: 0, cats: 1, emoji: "${hostile}"}}`;
      const refused = await type(ada, { text }, page());
      expect(refused.status).to.equal(422);
      expect(refused.text).to.include('settings.bytes.dailyAmount').and.include('settings.bytes.cats');
      expect(refused.text).to.include('{dailyAmount: 0').and.not.include(hostile);
      expect((await type(ada, { text: '{{{' }, page())).status).to.equal(422);
      expect((await ada.post(page(), { _csrf: controlsOf(refused)._csrf ?? '' })).status).to.equal(422);
    });

    it('do not overwrite what came between', async () => {
      const preview = await type(
        ada,
        { text: 'smarter-dev: 1\nsettings: {bytes: {dailyAmount: 20}}' },
        page(),
      );
      await change(grace, { dailyAmount: '30' });
      const refused = await send(ada, preview, {}, page());
      expect(refused.status).to.equal(409);
      expect(refused.text).to.match(/30 bytes.*20 bytes/s);
      expect((await send(ada, refused, {}, page())).status).to.equal(303);
      expect((await now()).values.dailyAmount).to.equal(20);
    });

    it('do not overwrite what came between where it was as in the file when somebody looked', async () => {
      const text = 'smarter-dev: 1\nsettings: {bytes: {dailyAmount: 20}, automod: {enabled: true}}';
      const preview = await type(ada, { text }, page());
      expect(preview.text).to.not.include('<h2>Auto-moderation</h2>');
      await change(grace, { warnInChannel: 'on', enabled: '' }, `/admin/guilds/${guild}/settings/automod`);
      const refused = await send(ada, preview, {}, page());
      expect(refused.status).to.equal(409);
      expect(refused.text).to.match(/Auto-moderation enabled.*off.*on/s);
      const without = await ada.post(page(), { ...controlsOf(refused), 'version-automod': '' });
      expect(without.status).to.equal(409);
      expect((await now()).version).to.equal(0);
    });
  });

  it('come in as large files, and not any number of them', async () => {
    const page = `/admin/guilds/${guild}/settings/transfer`;
    const text = `smarter-dev: 1\nsettings: {bytes: {dailyAmount: 20}}\n#${'\n#'.repeat(40_000)}${'x'.repeat(500_000)}`;
    expect((await type(grace, { text }, page)).text).to.match(/10 bytes.*20 bytes/s);
    const { id } = await panel.database.db('admin_users').where({ username: 'grace' }).first();
    const throttle = openThrottle(panel.redis);
    for (let i = 0; i < 59; i++) await throttle.count('settings-import', `staff ${id}`);
    expect((await type(grace, { text: 'smarter-dev: 1' }, page)).status).to.equal(429);
  });

  it('refuse a channel of another guild, and show the form again', async () => {
    const moderation = `/admin/guilds/${guild}/settings/moderation`;
    const refused = await change(ada, { caseLog: '900000000000000077' }, moderation);
    expect(refused.status).to.equal(422);
    expect(refused.text).to.include('No channel of this guild: 900000000000000077.');
  });

  it('come in with rules, squads and the like, where somebody looked at all of them', async () => {
    const page = `/admin/guilds/${guild}/settings/transfer`;
    const squad = { name: 'Gone', role: '900000000000000009' };
    const lists = { squads: [squad], reasonTemplates: [{ name: hostile, text: 'Links' }] };
    const preview = await type(ada, { text: JSON.stringify({ 'smarter-dev': 1, lists }) }, page);
    expect(preview.text).to.include('Text: Links').and.not.include(hostile);
    expect(preview.text).to.include('“Gone” is left out: its role 900000000000000009 is not in this guild.');
    const templates = () => panel.database.db('reason_templates').where({ guild_id: guild }).pluck('name');
    const { 'list-squads': _, ...without } = controlsOf(preview);
    expect((await ada.post(page, without)).status).to.equal(409);
    expect(await templates()).to.deep.equal([]);
    for (const _ of [1, 2]) expect((await send(ada, preview, {}, page)).status).to.equal(303);
    expect(await templates()).to.deep.equal([hostile]);
    expect((await ada.get(`${page}/json`)).text).to.include('"reasonTemplates"');
  });

  it('let viewers look and nothing else', async () => {
    const { text } = await viewer.get(path);
    expect(text).to.include('Daily amount').and.include('10 bytes').and.not.include('name="dailyAmount"');
    const { _csrf = '' } = controlsOf(await viewer.get('/admin'));
    for (const page of [path, `${path}/history/1`, `/admin/guilds/${guild}/settings/transfer`])
      expect((await viewer.post(page, { _csrf })).status, page).to.equal(403);
  });

  it('keep what was typed where the session had ended', async () => {
    const browser = panel.visit();
    await browser.logIn('ada', password);
    const begun = await browser.get(path);
    await change(grace, { startingBalance: '7' });
    browser.cookies.clear();
    const own = { 'sec-fetch-site': 'same-origin', origin: panel.origin, referer: `${panel.origin}${path}` };
    const sent = await browser.post(path, { ...controlsOf(begun), dailyAmount: '42' }, own);
    const login = sent.location ?? '';
    expect(login).to.match(/^\/admin\/login/);
    const entered = await browser.submit(
      login,
      { username: 'ada', password, next: nextOf(login) },
      '/admin/login',
    );
    const back = await browser.get(entered.location ?? '');
    expect(back.text)
      .to.match(/name="dailyAmount" value="42"/)
      .and.include('Nothing was saved yet');
    const conflict = await send(browser, back, {});
    expect(conflict.status).to.equal(409);
  });

  it('say which stored settings cannot be read', async () => {
    const values = JSON.stringify({ dailyAmount: 'many', startingBalance: 7 });
    await panel.database.db('bytes_configs').insert({ guild_id: guild, values });
    const { text } = await ada.get(path);
    expect(text)
      .to.include('cannot be read')
      .and.match(/name="startingBalance" value="7"/);
    await change(ada, {});
    expect(await now()).to.deep.include({ version: 2, unreadable: [] });
  });

  async function post(browser: Browser, to: string, body: URLSearchParams): Promise<Page> {
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${panel.origin}${to}`, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { cookie, accept: 'text/html' },
    });
    const { status, headers } = response;
    return { status, headers, location: headers.get('location'), text: await response.text() };
  }
});

/** What a browser would post of the page's own form, the last one, with its radio buttons and checks. */
function controlsOf({ text }: Page): Record<string, string> {
  return Object.fromEntries(allControlsOf({ text }));
}

function allControlsOf({ text }: Pick<Page, 'text'>): [string, string][] {
  const main = text.slice(text.indexOf('<main'));
  const inputs = [...main.matchAll(/<input\b([^>]*)>/g)].map(([, attributes = '']) => attributes);
  const posted = inputs.filter(
    (attributes) => !/type="(radio|checkbox|search)"/.test(attributes) || /\schecked\b/.test(attributes),
  );
  const texts = [...main.matchAll(/<textarea\b[^>]*name="([^"]+)"[^>]*>\n?([^<]*)<\/textarea>/g)];
  return [
    ...posted.flatMap((attributes): [string, string][] => {
      const name = attributes.match(/\sname="([^"]*)"/)?.[1];
      return name ? [[name, unescaped(attributes.match(/\svalue="([^"]*)"/)?.[1] ?? '')]] : [];
    }),
    ...texts.map(([, name = '', value = '']): [string, string] => [name, unescaped(value)]),
  ];
}

function chosenIn(page: Page): Record<string, string> {
  return Object.fromEntries(Object.entries(controlsOf(page)).filter(([name]) => name.startsWith('choice-')));
}

function nextOf(login: string): string {
  return new URL(login, 'http://panel.invalid').searchParams.get('next') ?? '';
}

const entities: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

function unescaped(text: string): string {
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity);
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
