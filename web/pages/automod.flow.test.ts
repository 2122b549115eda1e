import { expect } from 'chai';
import { createAccount } from '../../shared/accounts/store.ts';
import { kindNames, kindOf } from '../../shared/automod/kinds/registry.ts';
import { createRule, findRuleByName, type ListedRule, listRules } from '../../shared/automod/rules.ts';
import { saveTraces } from '../../shared/automod/traces.ts';
import { SECOND } from '../../shared/core/clock.ts';
import { snowflakeAt } from '../../shared/core/snowflake.ts';
import { keepPartitions } from '../../shared/db/partitions.ts';
import { formSchema } from '../../shared/settings/rule-fields.ts';
import { type Browser, type Page, tokenOf } from '../testing/browser.ts';
import { usePanel } from '../testing/panel.ts';
import { blankRule, fillRule, readRule } from './automod-rule-form.ts';

const password = 'correct horse battery';
const guild = '1000';
const base = `/admin/guilds/${guild}/automod`;
const hostile = '<img src=x onerror=alert(1)>';

describe('the form of a rule', () => {
  for (const kind of kindNames)
    it(`reads what it shows: ${kind}`, () => {
      const draft = { ...blankRule(kind), name: 'x', action: { is: 'ban', deleteHours: 3 } as const };
      expect(readRule(fillRule(draft), blankRule(kind))).to.deep.equal({ is: 'valid', draft });
      const own = Object.keys(kindOf(kind).schema.shape);
      const all = Object.keys(formSchema(kind).shape);
      expect(all, 'a setting is called as something that all rules have').to.have.length(new Set(all).size);
      expect(own.filter((key) => key in blankRule(kind))).to.deep.equal([]);
    });
});

describe('the pages of rules', () => {
  const panel = usePanel();
  let admin: Browser;
  let other: Browser;
  let viewer: Browser;

  before(async () => {
    const { db } = panel.database;
    for (const [username, role] of [
      ['admin', 'admin'],
      ['other', 'admin'],
      ['viewer', 'viewer'],
    ] as const)
      await createAccount({ db }, { username, password, role });
    await db('guilds').insert([{ id: guild, name: 'Harbor' }, { id: '2000' }]);
    await db('guild_roles').insert({ guild_id: guild, id: '11', name: 'Trusted' });
    await db('guild_channels').insert({ guild_id: guild, id: '21', name: 'memes', type: 0, position: 1 });
    await db('discord_users').insert({ id: '7', username: hostile });
    [admin, other, viewer] = [panel.visit(), panel.visit(), panel.visit()];
    await admin.logIn('admin', password);
    await other.logIn('other', password);
    await viewer.logIn('viewer', password);
  });
  beforeEach(() => panel.database.db('automod_rules').delete());

  const deps = () => ({ db: panel.database.db });
  const rules = () => listRules(deps(), guild);
  const named = async (name: string) => {
    const rule = await findRuleByName(deps(), guild, name);
    if (!rule) throw new Error(`no rule is called ${name}`);
    return rule;
  };
  const create = async (given: object = {}): Promise<ListedRule> => {
    const rule = { name: 'Flood', kind: 'message-count', action: { is: 'warn' }, ...given };
    const made = await createRule(deps(), guild, rule, { actor: { kind: 'staff', id: '1', name: 'ada' } });
    if (made.is !== 'created') throw new Error(JSON.stringify(made));
    return made.rule;
  };
  const counts = {
    enabled: 'on',
    mode: 'monitor',
    action: 'timeout',
    timeoutMinutes: '30',
    exemptModerators: 'on',
  };
  const typed = (name: string, fields: Record<string, string> = {}) => ({
    ...counts,
    ...{ name, atLeast: '5', seconds: '10' },
    ...fields,
  });
  const newPath = (kind: string) => `${base}/rules/new?kind=${kind}`;
  const send = (browser: Browser, path: string, fields: Record<string, string>) =>
    browser.submit(path, fields);
  const again = (browser: Browser, shown: Page, path: string, fields: Record<string, string> = {}) =>
    browser.post(path, { ...hiddenOf(shown), ...fields });

  it('makes a rule once it was looked at, however often it is sent', async () => {
    const path = newPath('message-count');
    const shown = await send(admin, path, typed('Flood', { exemptRoles: '11', exemptChannels: '21' }));
    expect(shown.text).to.include('Nothing is saved yet').and.include('30 minutes').and.include('@Trusted');
    expect(await rules()).to.have.length(0);
    const saved = await again(admin, shown, path, { step: 'save' });
    const rule = await named('Flood');
    expect(saved.location).to.equal(`${base}/rules/${rule.id}`);
    expect((await again(admin, shown, path, { step: 'save' })).location).to.equal(saved.location);
    expect(rule).to.deep.include({
      mode: 'monitor',
      action: { is: 'timeout', minutes: 30 },
      exemptRoles: ['11'],
    });
    expect(rule.settings).to.deep.equal({ atLeast: 5, seconds: 10 });
    const list = await admin.get(base);
    expect(list.text).to.include('5 messages within 10 seconds').and.include('Only watches');
    expect(list.text).to.include('@Trusted').and.include('#memes').and.include('Message traces are off');
  });

  it('says beside the field what is wrong, of patterns with line and character, and keeps what was typed', async () => {
    const fields = { ...counts, name: 'Bad', patterns: 'fine\n\nfoo(?=bar)\na(' };
    const wrong = await send(admin, newPath('pattern'), fields);
    expect(wrong.status).to.equal(422);
    expect(wrong.text)
      .to.include('Line 3: at character 4: look-around')
      .and.include('Line 4: at character 2');
    expect(wrong.text).to.include('foo(?=bar)').and.include('aria-invalid="true"');
    for (const [field, value] of Object.entries({
      name: '',
      atLeast: '101',
      timeoutMinutes: '40321',
      action: 'eat',
    })) {
      const { status, text } = await send(
        admin,
        newPath('message-count'),
        typed('Flood', { [field]: value }),
      );
      expect(status, field).to.equal(422);
      expect(text, field).to.match(new RegExp(`id="f-${field}-error"`));
    }
    await create();
    const shown = await send(admin, newPath('message-count'), typed('FLOOD'));
    const taken = await again(admin, shown, newPath('message-count'), { step: 'save' });
    expect(taken.status).to.equal(409);
    expect(taken.text).to.include('Another rule is called so.').and.include('value="FLOOD"');
  });

  it('shows both versions where somebody else saved meanwhile', async () => {
    const { id } = await create();
    const path = `${base}/rules/${id}`;
    const mine = { version: '1', ...typed('Flood', { atLeast: '9' }) };
    const theirs = await send(other, path, { version: '1', ...typed('Flood', { atLeast: '7' }) });
    await again(other, theirs, path, { step: 'save' });
    const stale = await send(admin, path, mine);
    expect(stale.status).to.equal(409);
    expect(stale.text).to.include('saved version 2 while you were typing').and.include('value="9"');
    expect(stale.text)
      .to.match(/<del><bdi>7<\/bdi><\/del>/)
      .and.match(/<ins><bdi>9<\/bdi><\/ins>/);
    const kept = await send(admin, path, { ...mine, version: '2' });
    expect((await again(admin, kept, path, { step: 'save' })).location).to.equal(path);
    expect((await named('Flood')).settings.atLeast).to.equal(9);
  });

  it('tries and backtests what is typed, saved or not', async () => {
    const path = newPath('pattern');
    const trial = { ...counts, patterns: 'free ?nitro', step: 'try' };
    const fires = await send(admin, path, { ...trial, 'try-text': 'FREE NITRO' });
    expect(fires.status).to.equal(200);
    expect(fires.text).to.include('Would fire, and only watch').and.include('Pattern 1 of 1 matches it.');
    expect((await send(admin, path, { ...trial, 'try-text': 'hello' })).text).to.include(
      'No pattern matches it.',
    );
    const exempt = { ...trial, exemptRoles: '11', 'try-roles': '11', 'try-text': 'free nitro' };
    expect((await send(admin, path, exempt)).text).to.include('A role of the member is exempt.');
    const wrong = await send(admin, path, { ...trial, patterns: '(', 'try-text': 'x' });
    expect(wrong.text).to.include('The rule above does not fit').and.include('at character 1');
    expect((await send(admin, path, trial)).text).to.include('Type a text to try.');
    expect((await send(admin, path, { ...trial, step: 'backtest' })).text).to.include('no text is kept');

    const count = { ...typed(''), step: 'backtest', 'try-days': '1' };
    expect((await send(admin, newPath('message-count'), count)).text).to.include('Message traces are off');
    await keepPartitions(panel.database.db, panel.clock());
    const from = panel.clock() - 60 * SECOND;
    const trace = {
      guild,
      channel: '21',
      user: '7',
      fingerprint: null,
      length: 3,
      mentions: 0,
      attachments: 0,
    };
    await saveTraces(
      deps(),
      Array.from({ length: 6 }, (_, index) => ({
        ...trace,
        message: snowflakeAt(from + index * SECOND, index),
      })),
    );
    const hit = await send(admin, newPath('message-count'), count);
    expect(hit.text).to.match(/would have hit\s+<strong>6<\/strong>\s+in 1 burst of 1 member/);
    expect(hit.text).to.include('&lt;img src=x').and.not.include(hostile);
    expect(await rules()).to.have.length(0);
  });

  it('switches rules, promotes them and deletes them, each for the version that was looked at', async () => {
    const { id } = await create();
    const path = `${base}/rules/${id}`;
    await send(admin, path, {}); // a form without fields changes nothing
    const off = { version: '1', enabled: 'off' };
    expect((await admin.submit(base, off, `${path}/enabled`)).location).to.equal(base);
    expect(await named('Flood')).to.include({ enabled: false, version: 2 });
    await admin.submit(base, { version: '1', enabled: 'on' }, `${path}/enabled`);
    expect((await admin.get(base)).text).to.include('Somebody else changed the rule meanwhile');
    await send(admin, `${path}/promote`, { version: '1' });
    expect((await named('Flood')).mode).to.equal('monitor');
    const asked = await admin.get(`${path}/promote`);
    expect(asked.text).to.include('8 messages within 10 seconds').and.include('Warning');
    expect((await again(admin, asked, `${path}/promote`)).location).to.equal(path);
    expect(await named('Flood')).to.include({ mode: 'enforce', version: 3 });
    expect((await send(admin, `${path}/delete`, { version: '2' })).location).to.equal(`${path}/delete`);
    await again(admin, await admin.get(`${path}/delete`), `${path}/delete`);
    expect(await rules()).to.have.length(0);
    expect((await admin.get(path)).status).to.equal(404);
  });

  it('brings back what a rule was', async () => {
    const { id } = await create({ settings: { atLeast: 4 } });
    const path = `${base}/rules/${id}`;
    const shown = await send(admin, path, { version: '1', ...typed('Flood', { atLeast: '20' }) });
    await again(admin, shown, path, { step: 'save' });
    const history = await viewer.get(`${path}/history`);
    expect(history.text)
      .to.include('Version 2')
      .and.match(/<del><bdi>4<\/bdi><\/del>/);
    const old = await admin.get(`${path}/history/1`);
    const stale = await again(admin, old, `${path}/history/1`, { version: '1' });
    expect(stale.status).to.equal(409);
    await again(admin, old, `${path}/history/1`);
    expect(await named('Flood')).to.deep.include({ version: 3, settings: { atLeast: 4, seconds: 10 } });
  });

  it('adds the rules of a preset, once', async () => {
    const path = `${base}/presets/starter`;
    await create({ name: 'FLOODING' });
    const shown = await admin.get(path);
    expect(shown.text).to.include('There already, stays').and.include('Add 4 rules');
    await again(admin, shown, path);
    await again(admin, shown, path);
    const all = await rules();
    expect(all.map(({ mode }) => mode)).to.deep.equal(Array(5).fill('monitor'));
    expect((await admin.get(`${base}/presets/none`)).status).to.equal(404);
  });

  it('tells what all rules say of a text', async () => {
    await create({ name: hostile, kind: 'words', settings: { words: ['spam*'] }, mode: 'enforce' });
    await create();
    const tried = await send(viewer, `${base}/test`, { 'try-text': 'buy from spammers' });
    expect(tried.text).to.include('Would fire').and.include('Word 1 of the list is in it.');
    expect(tried.text).to.include('1 of at least 8 messages').and.not.include(hostile);
    expect((await send(viewer, `${base}/test`, {})).status).to.equal(422);
    expect((await send(viewer, `${base}/test`, { 'try-text': 'x'.repeat(4_001) })).status).to.equal(422);
  });

  it('is to look at for viewers, and for admins to change', async () => {
    const { id } = await create();
    const path = `${base}/rules/${id}`;
    const page = await viewer.get(path);
    expect(page.text).to.include('Admins of this guild may change it').and.not.include('name="atLeast"');
    const _csrf = tokenOf(await viewer.get(`${base}/test`));
    for (const to of [
      path,
      `${path}/enabled`,
      `${path}/promote`,
      `${path}/delete`,
      `${path}/history/1`,
      newPath('words'),
    ])
      expect((await viewer.post(to, { _csrf, version: '1' })).status, to).to.equal(403);
    for (const to of [newPath('words'), `${path}/promote`, `${base}/presets/raid`])
      expect((await viewer.get(to)).status, to).to.equal(403);
    const elsewhere = `/admin/guilds/2000/automod/rules/${id}`;
    for (const to of [
      elsewhere,
      `${elsewhere}/history`,
      `${base}/rules/x`,
      `${base}/rules/9${'9'.repeat(30)}`,
    ])
      expect((await admin.get(to)).status, to).to.equal(404);
    expect((await admin.get(newPath('none'))).status).to.equal(200);
    expect((await admin.post(newPath('none'), { _csrf: tokenOf(await admin.get(base)) })).status).to.equal(
      400,
    );
  });
});

/** What the page's form carries unseen. */
function hiddenOf({ text }: Page): Record<string, string> {
  const main = text.slice(text.indexOf('<main'));
  const hidden = main.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...hidden].map(([, name = '', value = '']) => [name, value]));
}
