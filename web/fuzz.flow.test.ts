import { expect } from 'chai';
import { revokeKey } from '../shared/accounts/revoke-key.ts';
import { recordFirings } from '../shared/automod/firings.ts';
import { hit, noon } from '../shared/automod/hit.fixture.ts';
import { createRule } from '../shared/automod/rules.ts';
import { DAY, MINUTE } from '../shared/core/clock.ts';
import { appeal } from '../shared/moderation/appeals.ts';
import { report } from '../shared/moderation/reports.ts';
import { saveGuilds } from '../shared/sync/store.ts';
import type { Document } from './http/openapi-document.ts';
import { type TestAnswer, useApi } from './testing/api.ts';
import { openContract } from './testing/contract.ts';
import { type FuzzRequest, type Known, makeRequest } from './testing/fuzz-requests.ts';
import { seeded } from './testing/random.ts';

const requests = process.env.TEST_FULL ? 20_000 : 2_000;
const seed = Number(process.env.TEST_SEED ?? 20_261_124);
const sideBySide = 4;
const [mine, other, nowhere] = ['1000', '2000', '3000'];

/** Settings take only channels and roles of their guild. */
const settingsOfPlaces = [
  ...[
    'automodLog',
    'caseLog',
    'messageLog',
    'joinLog',
    'memberLog',
    'settingsLog',
    'reportLog',
    'ignoredChannels',
    'exemptChannels',
  ].map((name) => [name, '70'] as const),
  ...['moderatorRole', 'exemptRoles'].map((name) => [name, '11'] as const),
];

describe('whatever is asked of the API', () => {
  const api = useApi();
  const tokens: Record<string, string | undefined> = { garbage: 'a.b.c', none: undefined };
  const known: Known = { values: {}, etags: new Map() };

  before(async () => {
    const { db } = api.database;
    const common = { name: `<b>'"`, icon: null, owner: '1', memberCount: 1, at: 1 };
    await saveGuilds(
      { db },
      [mine, other].map((guild) => ({ guild, ...common })),
    );
    await db('discord_users').insert([1, 2, 3].map((id) => ({ id, username: `u${id}` })));
    await db('guild_members').insert([1, 2, 3].map((id) => ({ guild_id: mine, user_id: id, balance: id })));
    await db('bytes').insert(
      [1, 2, 3].map((id) => ({
        guild_id: mine,
        receiver_id: id,
        amount: 5,
        kind: 'admin',
        operation: `job:${id}`,
      })),
    );
    const roles = ['11', '12', '13', '14'].map((id) => ({ guild_id: mine, id, name: `r${id}` }));
    await db('guild_roles').insert(roles);
    await db('bytes_roles').insert({ guild_id: mine, role_id: 11, threshold: 128 });
    await db('squads').insert({ guild_id: mine, name: 's', role_id: 12 });
    const rule = { name: 'r', kind: 'words', action: { is: 'warn' } };
    const by = { actor: { kind: 'system', name: 'test' } } as const;
    await createRule({ db }, mine, rule, by);
    const fired = hit({ is: 'warn' }, { guild: mine, user: '2', deletes: true });
    await recordFirings({ db }, [fired], { now: noon, policies: new Map() });
    await db('file_rules').insert({ guild_id: mine, extension: 'exe', decision: 'block' });
    await db('guild_channels').insert({ guild_id: mine, id: '70', name: 'c', type: 0 });
    await db('reason_templates').insert({ guild_id: mine, name: 't', text: 'spam' });
    const told = { channel: '70', message: '71', author: '2', reporter: '1', reporterName: 'u1' };
    await report({ db }, { guild: mine, ...told, excerpt: '<b>', reason: '' });
    await appeal({ db }, { guild: mine, number: 1, user: '2', text: 'no' });
    const refused = { job: 'j', guild_id: mine, effect: { kind: 'log', guild: mine }, status: 403 };
    await db('failed_effects').insert({ ...refused, code: '1', why: 'no', failed_at: new Date() });
    await db('squad_members').insert({ guild_id: mine, user_id: 1, squad_id: 1 });
    await db('role_grants').insert([1, 2].map((id) => ({ guild_id: mine, user_id: id, role_id: 11 })));
    await db('operations').insert({ id: '<b>', guild_id: mine, kind: 'gift', outcome: '{}' });
    await db('outage_days').insert({ day: Date.UTC(2026, 0, 1) / DAY, declared_by: '<b>' });
    const scopes = ['read', 'write', 'bytes:override'];
    const redirect = { name: 'a', target: 'https://example.com/', created_by: '<b>' };
    await db('redirects').insert(redirect);
    const times = { raised_at: new Date(), seen_at: new Date() };
    await db('alarms').insert({ kind: 'disk', subject: 'h', text: '<b>', ...times });
    const hook = {
      name: '<b>',
      url: 'https://example.com/',
      secret: 'x',
      events: ['case'],
      created_by: '<b>',
    };
    await db('webhooks').insert(
      [mine, null, mine, null].map((guild_id, n) => ({ ...hook, guild_id, name: `${n}` })),
    );
    const delivery = { event: 'ping', state: 'failed' };
    await db('webhook_deliveries').insert(
      [1, 2].map((id) => ({ ...delivery, webhook_id: id, subject: '<b>' })),
    );
    const failed = { fingerprint: 'f', type: 'E', message: '<b>', place: '<b>' };
    await db('route_errors').insert({ ...failed, first_at: new Date(), last_at: new Date() });
    await db('maintenance_runs').insert({ kind: 'ledger-check', state: 'done', asked_by: '<b>' });
    const managing = ['staff', 'keys'].flatMap((of) => [`${of}:read`, `${of}:write`]);
    const good = await api.makeKey({ scopes: [...scopes, ...managing] });
    const names = ['boss', ...Array.from({ length: 8 }, (_, n) => `<b>${n}`)]; // some are deleted early
    const accounts = names.map((username) => ({ username, password_hash: 'none' }));
    const [boss] = await db('admin_users').insert(accounts, ['id']);
    await db('admin_users').where(boss).update({ role: 'owner' });
    await db('api_keys').where({ id: good.key.id }).update({ created_by: boss.id });
    const revoked = await api.makeKey();
    await revokeKey(api.deps, revoked.key.id, by);
    Object.assign(tokens, {
      good: good.token,
      bound: (await api.makeKey({ guilds: [mine, other], scopes })).token,
      narrow: (await api.makeKey({ scopes: ['nothing:read'] })).token,
      elsewhere: (await api.makeKey({ guilds: ['77'] })).token,
      revoked: revoked.token,
    });
    known.values = {
      guildId: [mine, mine, mine, other, nowhere],
      userId: ['1', '2', '9'],
      entryId: ['1', '2', '99999'],
      version: ['1', '2', '99'],
      member: ['1', '2'],
      roleId: ['11', '11', '14'],
      role: ['13', '14', '12'],
      squadId: ['1', '1', '99'],
      ruleId: ['1', '1', '2', '99'],
      firingId: ['1', '1', '99'],
      fileRuleId: ['1', '1', '2', '99'],
      caseNumber: ['1', '2', '99'],
      warningId: ['1', '2', '99'],
      templateId: ['1', '2', '99'],
      reportId: ['1', '99'],
      appealId: ['1', '99'],
      deedId: ['1', '2', '99'],
      failureId: ['1', '99'],
      errorId: ['1', '1', '99'],
      maintenanceId: ['1', '2', '99'],
      alarmId: ['1', '99'],
      forgetRunId: ['1', '99'],
      staffId: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '99'],
      keyId: ['2', '2', '99'], // not the one that asks
      tokenId: ['2', '2', '99'],
      idempotencyId: ['1', '2', '99'],
      operationId: ['<b>', '1'],
      movementId: ['1', '99'],
      sessionRef: ['x'],
      outageDay: ['2026-01-01'],
      redirectId: ['1', '1', '2', '99'],
      webhookId: ['1', '1', '2', '2', '3', '4'],
      deliveryId: ['1', '2'],
      url: ['https://example.com/hook', 'https://127.0.0.1/'],
      target: ['https://example.com/b', 'javascript:alert(1)'],
      channel: ['70', '71'],
      ...Object.fromEntries(settingsOfPlaces.map(([name, id]) => [name, [id]])),
      user: ['1', '2', '9'],
      giver: ['3', '2', '9'],
      receiver: ['1', '1', '9'],
      guild: [mine, nowhere],
      key: [good.secret, 'sd_none'],
    };
  });

  it(`is answered as the document says, and never with a fault of ours (${requests} requests)`, async function () {
    this.timeout(requests * 150);
    const document: Document = JSON.parse((await api.ask('GET', '/api/openapi.json')).text);
    const check = openContract(document);
    const random = seeded(seed);
    const seen = new Map<number, number>();
    const reached = new Set<string>();
    let left = requests;

    async function askMany(): Promise<void> {
      while (left-- > 0) {
        const request = makeRequest(document, known, random);
        const answer = await askFor(request);
        const fault = check(request.path, request.method.toLowerCase(), answer);
        const told = JSON.stringify({ seed, request, status: answer.status, text: answer.text }).slice(
          0,
          4_000,
        );
        if (fault) throw new Error(`${fault}: ${told} ${String(api.faults.at(-1))}`);
        learn(request, answer);
        seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
        if (answer.status < 300) reached.add(`${request.method} ${request.path}`);
      }
    }
    await Promise.all(Array.from({ length: sideBySide }, askMany));

    const operations = Object.values(document.paths).flatMap((methods) => Object.keys(methods)).length;
    expect(reached.size, 'operations that were reached').to.be.at.least(Math.ceil(operations * 0.7));
    for (const status of [200, 400, 401, 403, 404, 412, 413, 415, 428])
      expect(seen.get(status), `answers of ${status}`).to.be.greaterThan(0);
    expect(api.faults).to.deep.equal([]);
  });

  it('still knows a good request from a bad one afterwards', async () => {
    api.travel(MINUTE);
    expect((await api.ask('GET', `/api/v1/guilds/${mine}`, { token: tokens.good })).status).to.equal(200);
    expect(Object.keys({})).to.deep.equal([]);
    expect('admin' in {}).to.equal(false);
  });

  function askFor({ method, url, headers, body, bearer }: FuzzRequest): Promise<TestAnswer> {
    const token = tokens[bearer];
    const hasBody = body !== undefined && method !== 'GET';
    return api.ask(method, url, { headers, ...(token ? { token } : {}), ...(hasBody ? { body } : {}) });
  }

  function learn({ url }: FuzzRequest, { headers, body }: TestAnswer): void {
    const [path = ''] = url.split('?');
    const etag = headers.get('etag');
    if (etag) known.etags.set(path.replace(/\/versions.*$/, ''), etag);
    if (typeof body.next === 'string') known.values.cursor = [body.next, 'bad'];
    if (typeof body.refreshToken === 'string') known.values.refreshToken = [body.refreshToken];
  }
});
