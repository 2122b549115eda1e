import { expect } from 'chai';
import { recordFirings } from '../../shared/automod/firings.ts';
import { hit, noon } from '../../shared/automod/hit.fixture.ts';
import { saveTraces } from '../../shared/automod/traces.ts';
import { DAY, MINUTE, SECOND } from '../../shared/core/clock.ts';
import { snowflakeAt } from '../../shared/core/snowflake.ts';
import { keepPartitions } from '../../shared/db/partitions.ts';
import { useApi } from '../testing/api.ts';

const guild = '1000';
const path = `/guilds/${guild}/automod`;
const timeout = { is: 'timeout', minutes: 10 };

describe('auto-moderation through the API', () => {
  const api = useApi();
  let token = '';
  before(async () => {
    const { db } = api.database;
    await db('guilds').insert([{ id: guild, owner_id: '9' }, { id: '2000' }]);
    await db('guild_roles').insert([
      { guild_id: guild, id: '11', name: 'regulars' },
      { guild_id: guild, id: '12', name: 'moderators', permissions: 1 << 13 },
    ]);
    await db('discord_users').insert({ id: '1', username: 'ada' });
    await db('guild_members').insert({ guild_id: guild, user_id: '1', roles: ['12'] });
    await db('guild_threads').insert({ guild_id: guild, id: '31', parent_id: '30' });
    ({ token } = await api.makeKey());
  });
  beforeEach(() =>
    api.database.db.raw(
      `TRUNCATE automod_rules, automod_rule_versions, automod_firing_messages, automod_firings, user_warnings, case_notes,
         moderation_cases, case_counters, reports, appeals, automod_configs`,
    ),
  );

  const ask = (method: string, to: string, body?: unknown, match?: string | null) =>
    api.ask(method, `/api/v1${to}`, { token, body, ...(match ? { headers: { 'if-match': match } } : {}) });
  async function create(rule: object) {
    const { body, headers, status, text } = await ask('POST', `${path}/rules`, rule);
    expect(status, text).to.equal(201);
    return { id: String(body.id), tag: headers.get('etag'), body };
  }

  describe('rules', () => {
    it('are made with the defaults of their kind, and read again', async () => {
      const { id, body, tag } = await create({ name: ' Flooding ', kind: 'message-count', action: timeout });
      expect(body).to.deep.include({
        name: 'Flooding',
        mode: 'monitor',
        enabled: true,
        settings: { atLeast: 8, seconds: 10 },
        version: 1,
        unreadable: [],
      });
      const read = await ask('GET', `${path}/rules/${id}`);
      expect([read.body, read.headers.get('etag')]).to.deep.equal([body, tag]);
      expect((await ask('GET', `${path}/rules`)).body.items).to.deep.equal([body]);
      for (const rest of ['', '/versions'])
        expect((await ask('GET', `/guilds/2000/automod/rules/${id}${rest}`)).status).to.equal(404);
    });

    it('say which field is wrong, and where in a pattern', async () => {
      const rule = { name: 'x', kind: 'pattern', action: { is: 'warn' } };
      const known: [object, string, RegExp][] = [
        [{ ...rule, settings: { patterns: ['good', 'b(ad'] } }, 'settings.patterns.1', /character 2/],
        [{ ...rule, settings: { patterns: ['(?=x)'] } }, 'settings.patterns.0', /look-around/],
        [{ ...rule, settings: { patterns: ['x'.repeat(10_000)] } }, 'settings.patterns.0', /1,000/],
        [{ ...rule, settings: { patterns: [' '] } }, 'settings.patterns.0', /empty/],
        [{ ...rule, settings: { atLeast: 5 } }, 'settings.atLeast', /Unknown/],
        [{ ...rule, kind: 'constructor' }, 'kind', /./],
        [{ ...rule, action: { is: 'timeout', minutes: 28 * 24 * 60 + 1 } }, 'action.minutes', /./],
        [{ ...rule, action: { is: 'kick', minutes: 5 } }, 'action.minutes', /Unknown/],
        [{ ...rule, exemptRoles: ['x'] }, 'exemptRoles.0', /./],
      ];
      for (const [body, field, words] of known) {
        const { status, body: problem, text } = await ask('POST', `${path}/rules`, body);
        expect(status, text).to.equal(400);
        expect(problem, text).to.have.nested.include({ 'fields[0].path': field, 'fields[0].in': 'body' });
        expect(text).to.match(words);
      }
      const { id, tag } = await create(rule);
      const patched = await ask('PATCH', `${path}/rules/${id}`, { settings: { patterns: ['a{2,1}'] } }, tag);
      expect(patched.body).to.have.nested.include({ 'fields[0].path': 'settings.patterns.0' });
    });

    it('may be called what objects of JavaScript have, and have names of their own whatever the case', async () => {
      for (const name of ['__proto__', 'constructor', 'toString', '<b>"'])
        expect((await create({ name, kind: 'words', action: { is: 'delete' } })).body).to.include({ name });
      const twin = await ask('POST', `${path}/rules`, {
        name: 'CONSTRUCTOR',
        kind: 'words',
        action: { is: 'warn' },
      });
      expect(twin.body).to.have.nested.include({ code: 'taken', 'fields[0].path': 'name' });
      const raw = '{"name":"x","kind":"words","action":{"is":"warn"},"settings":{"__proto__":1}}';
      expect((await ask('POST', `${path}/rules`, raw)).status).to.equal(400);
    });

    it('are never changed blindly, and can be brought back', async () => {
      const { id, tag } = await create({ name: 'A', kind: 'links', action: { is: 'warn' } });
      const change = { settings: { deny: ['*.zip', 'https://evil.example/x'] }, mode: 'enforce' };
      expect((await ask('PATCH', `${path}/rules/${id}`, change)).status).to.equal(428);
      const changed = await ask('PATCH', `${path}/rules/${id}`, change, tag);
      expect(changed.body, changed.text).to.deep.include({
        mode: 'enforce',
        name: 'A',
        unreadable: [],
        settings: { deny: ['*.zip', 'evil.example'], allow: [] },
      });
      const stale = await ask('PATCH', `${path}/rules/${id}`, { enabled: false }, tag);
      expect([stale.status, stale.headers.get('etag')]).to.deep.equal([412, changed.headers.get('etag')]);
      const wrong = await ask(
        'POST',
        `${path}/rules/${id}/versions/9/restore`,
        undefined,
        changed.headers.get('etag'),
      );
      expect(wrong.status).to.equal(404);
      const restored = await ask(
        'POST',
        `${path}/rules/${id}/versions/1/restore`,
        undefined,
        changed.headers.get('etag'),
      );
      expect(restored.body, restored.text).to.deep.include({
        mode: 'monitor',
        version: 3,
        settings: { deny: [], allow: [] },
      });
      for (const old of ['"1"', '"x"', '"03"'])
        expect((await ask('DELETE', `${path}/rules/${id}`, undefined, old)).status, old).to.equal(412);
      expect((await ask('DELETE', `${path}/rules/${id}`, undefined, '"3"')).status).to.equal(204);
      expect((await ask('GET', `${path}/rules/${id}`)).status).to.equal(404);
      const { items } = (await ask('GET', `${path}/rules/${id}/versions?limit=2`)).body;
      expect(items).to.containSubset([{ version: 3 }, { version: 2, actorKind: 'key', actorName: 'test' }]);
    });

    it('are listed by what they are, page by page', async () => {
      await create({ name: 'A', kind: 'words', action: { is: 'warn' } });
      await create({ name: 'B', kind: 'words', action: { is: 'warn' }, mode: 'enforce' });
      await create({ name: 'C', kind: 'invites', action: { is: 'warn' }, enabled: false });
      const names = async (query: string) => {
        const { body, text } = await ask('GET', `${path}/rules?${query}`);
        expect(body.items, text).to.be.an('array');
        return { names: (body.items as { name: string }[]).map(({ name }) => name), next: body.next };
      };
      expect((await names('kind=words')).names).to.deep.equal(['A', 'B']);
      expect((await names('mode=monitor')).names).to.deep.equal(['A', 'C']);
      expect((await names('enabled=false')).names).to.deep.equal(['C']);
      const first = await names('sort=-id&limit=2');
      expect(first.names).to.deep.equal(['C', 'B']);
      expect(await names(`sort=-id&limit=2&cursor=${first.next}`)).to.deep.equal({
        names: ['A'],
        next: null,
      });
    });

    it('come in presets, which only watch', async () => {
      const { body } = await ask('GET', `${path}/presets`);
      expect(body.items).to.containSubset([{ preset: 'starter' }, { preset: 'strict' }, { preset: 'raid' }]);
      await create({ name: 'FLOODING', kind: 'words', action: { is: 'warn' } });
      const applied = await ask('POST', `${path}/presets/starter/apply`);
      expect(applied.body.there, applied.text).to.deep.equal(['Flooding']);
      expect(applied.body.created)
        .to.have.length(4)
        .and.containSubset([{ name: 'Invites', mode: 'monitor' }]);
      expect((await ask('POST', `${path}/presets/starter/apply`)).body.created).to.deep.equal([]);
      expect((await ask('POST', `${path}/presets/toString/apply`)).status).to.equal(400);
    });
  });

  describe('the tester', () => {
    const test = async (body: object) => {
      const { body: answer, text } = await ask('POST', `${path}/test`, body);
      expect(answer.traces, text).to.be.an('array');
      return answer.traces as {
        fires: boolean;
        conditions: { what: string; holds: boolean; why: string }[];
      }[];
    };

    it('tells of every rule what holds and what does not, without counting anything', async () => {
      await create({ name: 'A', kind: 'words', action: { is: 'warn' }, settings: { words: ['spam*'] } });
      await create({ name: 'B', kind: 'message-count', action: timeout });
      await create({ name: 'C', kind: 'mentions', action: timeout, settings: { atLeast: 2, atOnce: 0 } });
      await create({ name: 'D', kind: 'invites', action: timeout, enabled: false });
      await create({ name: 'E', kind: 'join-rate', action: timeout });
      const traces = await test({ text: 'SPÄMMER <@5> <@5> <@&6> discord.gg/abc' });
      expect(traces).to.containSubset([
        { rule: { name: 'A', kind: 'words', mode: 'monitor' }, fires: true },
        {
          rule: { name: 'B' },
          fires: false,
          reached: 1,
          needed: 8,
          conditions: [{ what: 'count', holds: false }],
        },
        { rule: { name: 'C' }, fires: true, reached: 2 },
        { rule: { name: 'D' }, fires: false, conditions: [{ what: 'enabled', holds: false }] },
      ]);
      expect(traces).to.have.length(4);
      expect((await test({ text: 'hello' })).map(({ fires }) => fires)).to.not.include(true);
      expect(await api.database.db('automod_firings').count()).to.deep.equal([{ count: '0' }]);
    });

    it('knows who would write where', async () => {
      await create({
        name: 'A',
        kind: 'words',
        action: { is: 'warn' },
        settings: { words: ['spam'] },
        exemptRoles: ['11'],
        exemptChannels: ['30'],
      });
      const fires = async (who: object) => (await test({ text: 'spam', ...who }))[0]?.fires;
      expect(await fires({})).to.equal(true);
      expect(await fires({ roles: ['11'] }), 'an exempt role').to.equal(false);
      expect(await fires({ channel: '31' }), 'a thread of an exempt channel').to.equal(false);
      expect(await fires({ channel: '32' })).to.equal(true);
      expect(await fires({ member: '1' }), 'a moderator').to.equal(false);
      expect(await fires({ member: '9' }), 'the owner').to.equal(false);
      expect(await fires({ member: '1', roles: [] })).to.equal(true);
    });

    it('tries a rule that is not there, and names what is wrong with it', async () => {
      const rule = { kind: 'pattern', settings: { patterns: ['^free'] } };
      const [trace] = await test({ text: 'ｆree stuff', rule });
      expect(trace).to.deep.include({
        fires: true,
        why: 'The message matches a pattern that is not allowed here.',
      });
      const name = await test({ text: 'free', rule: { ...rule, kind: 'username' } });
      expect(name).to.containSubset([{ fires: true, rule: { id: null } }]);
      const bad = await ask('POST', `${path}/test`, {
        text: 'x',
        rule: { kind: 'pattern', settings: { patterns: [')'] } },
      });
      expect(bad.body).to.have.nested.include({ 'fields[0].path': 'rule.settings.patterns.0' });
    });

    it('runs a rule over what was recorded, and says where nothing was', async () => {
      const rule = { kind: 'message-count', settings: { atLeast: 3, seconds: 10 } };
      const backtest = (of: object) => ask('POST', `${path}/backtest`, { rule: of, days: 2 });
      const refused = async (of: object) => (await backtest(of)).body;
      expect(await refused({ kind: 'words' })).to.deep.include({
        code: 'no-records',
        refusal: { is: 'no-text' },
      });
      expect(await refused({ kind: 'username' })).to.deep.include({ refusal: { is: 'no-messages' } });
      expect(await refused(rule)).to.deep.include({ status: 422, refusal: { is: 'no-traces' } });
      const now = api.deps.clock();
      await keepPartitions(api.database.db, now);
      const trace = {
        guild,
        channel: '30',
        user: '5',
        fingerprint: null,
        length: 2,
        mentions: 0,
        attachments: 0,
      };
      const written = [0, 1, 2, 60].map((s) => snowflakeAt(now - DAY + s * SECOND));
      await saveTraces(
        api.database,
        written.map((message) => ({ ...trace, message })),
      );
      const { body, text } = await backtest(rule);
      expect(body, text).to.deep.include({
        looked: 4,
        messages: 3,
        bursts: 1,
        members: 1,
        top: [{ user: '5', messages: 3, bursts: 1 }],
      });
    });
  });

  describe('firings', () => {
    const [ban, warn] = [{ is: 'ban', deleteHours: 0 }, { is: 'warn' }] as const;
    const later = new Date(noon + 5 * MINUTE).toISOString();
    beforeEach(async () => {
      const { db } = api.database;
      const hits = [
        hit({ is: 'timeout', minutes: 40_000 }, { guild, user: '5', at: [0, 1, 2], deletes: true }),
        hit(warn, { guild, user: '6', rule: '2', at: [600] }),
        hit(ban, { guild, user: '7', rule: '2', mode: 'monitor', at: [700] }),
        hit(warn, { guild: '2000', user: '5', rule: '3' }),
      ];
      await recordFirings({ db }, hits, { now: noon, policies: new Map() });
      await db('moderation_cases')
        .update({ ends_at: new Date(api.deps.clock() + DAY) })
        .where('kind', 'timeout');
    });
    const list = async (query = '', by = token) => {
      const { body, text } = await api.ask('GET', `/api/v1${path}/firings?${query}`, { token: by });
      expect(body.items, text).to.be.an('array');
      return body as { items: { id: string; user: string }[]; next: string | null };
    };
    const users = async (query: string) => (await list(query)).items.map(({ user }) => user);

    it('are listed by what they are, page by page', async () => {
      expect(await users('')).to.deep.equal(['7', '6', '5']);
      expect(await users('rule=2')).to.deep.equal(['7', '6']);
      expect(await users('user=5')).to.deep.equal(['5']);
      expect(await users('mode=monitor')).to.deep.equal(['7']);
      expect(await users('outcome=acted&sort=id')).to.deep.equal(['5', '6']);
      expect(await users('kind=links')).to.deep.equal([]);
      expect(await users(`from=${later}`)).to.deep.equal(['7', '6']);
      expect(await users(`to=${later}`)).to.deep.equal(['5']);
      const first = await list('limit=2');
      expect(await users(`limit=2&cursor=${first.next}`)).to.deep.equal(['5']);
      for (const wrong of ['kind=constructor', 'rule=x', 'from=yesterday', 'cursor=x'])
        expect((await ask('GET', `${path}/firings?${wrong}`)).status, wrong).to.equal(400);
    });

    it('say why, with the messages, the case and what Discord answered', async () => {
      const [firing] = (await list('user=5')).items;
      const { body, text } = await ask('GET', `${path}/firings/${firing?.id}`);
      expect(body, text).to.containSubset({
        rule: { id: '1', kind: 'message-count', version: 1 },
        counted: { reached: 3, needed: 3, withinMs: 10_000 },
        case: { number: 1, kind: 'timeout', effect: 'wanted', answer: null, lift: 'none' },
        conditions: [{ what: 'exemptions', holds: true, why: 'Not exempt.' }],
        excerpt: 'hello',
        messages: 3,
      });
      const message = snowflakeAt(noon, 5);
      expect(body.evidence)
        .to.have.length(3)
        .and.containSubset([
          { message, deletion: 'wanted', link: `https://discord.com/channels/${guild}/200/${message}` },
        ]);
      expect((await ask('GET', `/guilds/2000/automod/firings/${firing?.id}`)).status).to.equal(404);
    });

    it('are seen across guilds, by a key as far as it reaches', async () => {
      const seen = async (by: string, query = '') => {
        const { body, status } = await api.ask('GET', `/api/v1/automod/firings?${query}`, { token: by });
        return status === 200 ? (body.items as { guild: string }[]).map((firing) => firing.guild) : status;
      };
      const [here, both, none] = await Promise.all(
        [['2000'], ['2000', guild], []].map(async (guilds) => (await api.makeKey({ guilds })).token),
      );
      expect(await seen(token)).to.deep.equal(['2000', guild, guild, guild]);
      expect(await seen(token, `guild=${guild}`)).to.deep.equal([guild, guild, guild]);
      expect(await seen(here ?? '')).to.deep.equal(['2000']);
      expect(await seen(both ?? '', 'limit=3')).to.deep.equal(['2000', guild, guild]);
      expect(await seen(none ?? '')).to.deep.equal([]);
      expect(await seen(here ?? '', `guild=${guild}`)).to.equal(404);
      expect((await api.ask('GET', `/api/v1${path}/firings`, { token: here ?? '' })).status).to.equal(404);
    });

    it('are undone, one or all of a rule, once what that does has been looked at', async () => {
      const [firing] = (await list('user=5')).items;
      const one = `${path}/firings/${firing?.id}/undo`;
      const nothing = { firings: 0, timeouts: 0, bans: 0, warnings: 0, kicks: 0, deletions: 0 };
      const plan = await ask('POST', one, { preview: true });
      expect(plan.body, plan.text).to.deep.equal({ ...nothing, done: false, firings: 1, timeouts: 1 });
      expect((await ask('POST', one.replace(guild, '2000'), {})).status).to.equal(404);
      expect((await ask('POST', one, {})).body).to.deep.equal({ ...plan.body, done: true });
      expect((await ask('POST', one, {})).body, 'again').to.deep.equal({ ...nothing, done: true });
      expect((await ask('GET', `${path}/firings/${firing?.id}`)).body).to.containSubset({
        undoneBy: 'test',
        case: { lift: 'wanted' },
        evidence: [{ deletion: 'none' }],
      });
      const range = { rule: '2', from: later, to: new Date(noon + DAY).toISOString() };
      expect((await ask('POST', `${path}/undo`, range)).status, 'preview must be said').to.equal(400);
      const backwards = await ask('POST', `${path}/undo`, { ...range, to: range.from, preview: true });
      expect(backwards.body).to.have.nested.include({ 'fields[0].path': 'to' });
      const counted = { ...nothing, firings: 1, warnings: 1 };
      const asked = await ask('POST', `${path}/undo`, { ...range, preview: true });
      expect(asked.body).to.deep.equal({ ...counted, done: false });
      const done = await ask('POST', `${path}/undo`, { ...range, preview: false });
      expect(done.body).to.deep.equal({ ...counted, done: true });
      const elsewhere = await ask('POST', `${path}/undo`, { ...range, rule: '3', preview: false });
      expect(elsewhere.body).to.include({ firings: 0 });
    });
  });
});
