import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { noRecorder } from '../../shared/analytics/recorder.ts';
import type { JobRecord } from '../../shared/analytics/records.ts';
import { recordFirings } from '../../shared/automod/firings.ts';
import { hit, noon } from '../../shared/automod/hit.fixture.ts';
import { give } from '../../shared/bytes/gift.ts';
import { BytesConfig } from '../../shared/bytes/settings.ts';
import { transfer } from '../../shared/bytes/transfer.ts';
import { DAY, MINUTE, SECOND } from '../../shared/core/clock.ts';
import { silent } from '../../shared/core/log.ts';
import { openQueues, type Queues } from '../../shared/core/queues.ts';
import { act } from '../../shared/moderation/act.ts';
import { join } from '../../shared/squads/membership.ts';
import { deleteSquad } from '../../shared/squads/store.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { tablesScanned } from '../../shared/testing/plans.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { findDue, giveUpUnanswered, leaseDue } from '../../shared/webhooks/due.ts';
import type { Tellable } from '../../shared/webhooks/events.ts';
import { WebhookDelivery } from '../../shared/webhooks/model.ts';
import { replayDelivery, replayFailed, sendPing } from '../../shared/webhooks/replay.ts';
import { changeWebhook, createWebhook, removeWebhook, renewSecret } from '../../shared/webhooks/webhooks.ts';
import { Case } from '../../web/api/case-shapes.ts';
import { Firing } from '../../web/api/firing-shapes.ts';
import { deliver } from './deliver.ts';
import { openReceiver, type Receiver } from './receiver.fixture.ts';
import { runWebhooks } from './run.ts';

const by = { actor: { kind: 'system', name: 'test' } } as const;
const all: Tellable[] = ['case', 'firing', 'transfer', 'squad-change'];
const config = { SECRET: 'x'.repeat(32), WEBHOOKS_PRIVATE: true };
const bytes = BytesConfig.parse({});
const user = (id: string) => ({ id, username: `user${id}`, globalName: null, avatar: null, bot: false });
/** Schemas of the API take times and write them as text. */
const withDates = (_: string, value: unknown) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? new Date(value) : value;

describe('webhooks', () => {
  const database = useDatabase();
  const redis = useRedis();
  let receiver: Receiver;
  let ahead = 0;
  const deps = {
    config,
    clock: () => Date.now() + ahead,
    version: '1.2.3',
    get db() {
      return database.db;
    },
  };

  before(async () => {
    receiver = await openReceiver();
    await database.db.raw(`
      INSERT INTO guilds (id, name) VALUES (100, 'Workshop'), (101, 'Cellar');
      INSERT INTO discord_users (id, username) VALUES (900, 'ken'), (901, 'ada');
      INSERT INTO guild_members (guild_id, user_id, active, seen_at) VALUES (100, 900, true, now()), (100, 901, true, now());
      INSERT INTO squads (guild_id, name, role_id) VALUES (100, 'Red', 50), (100, 'Blue', 51)`);
    for (const id of ['900', '901'])
      await give(deps, {
        operation: `gift:${id}`,
        guild: '100',
        user: id,
        amount: 1_000,
        reason: 'test',
        by: by.actor,
      });
  });
  afterEach(async () => {
    ahead = 0;
    receiver.status = 204;
    receiver.received.length = 0;
    await database.db('webhooks').delete();
  });
  after(() => receiver.close());

  async function make(more: { url?: string; events?: Tellable[]; place?: string | null } = {}) {
    const { url = receiver.url, events = all, place = '100' } = more;
    const made = await createWebhook(
      deps,
      place,
      { name: `hook ${++names}`, url, events, enabled: true },
      by,
    );
    return made.is === 'created' ? made : expect.fail(made.is);
  }
  let names = 0;
  const wantMany = (webhook: string, count: number) =>
    database.db.raw(
      `INSERT INTO webhook_deliveries (webhook_id, event, subject) SELECT ?, 'ping', i::text FROM generate_series(1, ?) i`,
      [webhook, count],
    );
  const planned = () => WebhookDelivery.query(database.db).orderBy('id');
  const read = async (id: string) => (await planned().findById(id)) ?? expect.fail(id);
  const standing = () => database.db('webhooks').first('enabled', 'failing_since', 'failures', 'version');
  async function sendAll(): Promise<void> {
    for (const { id } of await findDue(deps, deps.clock())) await deliver(deps, id);
  }
  const warn = (operation: string, guild = '100') => {
    const order = {
      kind: 'warn',
      actor: { kind: 'member', id: '901', name: 'Ada' },
      reason: '<spam>',
    } as const;
    const rest = { seconds: null, deleteMessageSeconds: 0, evidence: null };
    return act(
      { db: database.db, log: silent },
      [{ ...order, ...rest, guild, user: '900', operation }],
      Date.now(),
    );
  };
  const send = (operation: string, db = database.db) =>
    transfer(
      { db },
      {
        ...{
          operation,
          at: Date.now(),
          guild: '100',
          amount: 5,
          reason: 'thanks',
          config: bytes,
          unlimited: true,
        },
        ...{ giver: user('900'), receiver: { ...user('901'), member: true }, by },
      },
    );

  it('are told once of what commits, whatever it was, and of nothing else', async () => {
    await make();
    await make({ place: null, events: ['transfer'] });
    await make({ place: '101' });
    const squads: string[] = await database.db('squads').orderBy('id').pluck('id');
    for (let time = 0; time < 2; time++) {
      await warn('int:1');
      await recordFirings(
        deps,
        [hit({ is: 'delete' }, { at: [0, 1] }), hit({ is: 'delete' }, { guild: '101', rule: '2' })],
        { now: noon, policies: new Map() },
      );
      await send('int:2');
      for (const [n, squad = ''] of squads.entries())
        await join(deps, {
          operation: `j${n}`,
          guild: '100',
          user: user('900'),
          config: bytes,
          squad,
          agreed: n * 50,
        });
    }
    await deleteSquad(deps, '100', { id: squads[1] ?? '' });
    await database.db('moderation_cases').update({ reason: 'other', version: 2 });
    await database.db('moderation_cases').update({ resolved_at: new Date(), version: 3 });
    await database.db('moderation_cases').update({ effect: 'wanted', lift: 'wanted', version: 4 }); // a retry
    await database.db('automod_firings').where('guild_id', 100).update({ undone_at: new Date() });
    const told = (await planned()).map(({ guildId, event }) => `${guildId} ${event}`);
    const here = [
      ...[
        'case.changed',
        'case.opened',
        'case.resolved',
        'firing.recorded',
        'firing.undone',
        'squad.changed',
      ],
      ...['squad.joined', 'squad.left', 'transfer.made', 'transfer.made'],
    ];
    expect(told.toSorted()).eql([...here.map((event) => `100 ${event}`), '101 firing.recorded']);
    await sendAll();
    const bodies = receiver.received.map(({ text }) => JSON.parse(text, withDates));
    const dataOf = (type: string) => bodies.find((body) => body.type === type && body.guild === '100')?.data;
    expect(Case.strict().parse(dataOf('case.resolved'))).to.include({
      user: '900',
      reason: 'other',
      guild: '100',
    });
    expect(Firing.omit({ excerpt: true }).strict().parse(dataOf('firing.recorded'))).to.include({
      user: '900',
      messages: 2,
    });
    expect(receiver.received.map(({ text }) => text).join()).not.to.include('hello');
    expect(dataOf('transfer.made')).to.include({
      giver: '900',
      receiver: '901',
      amount: 5,
      reason: 'thanks',
    });
    expect(dataOf('squad.changed')).eql({
      user: '900',
      from: { id: squads[0], name: 'Red' },
      to: { id: squads[1], name: null },
    });
    expect(dataOf('squad.left')).eql({ user: '900', from: { id: squads[1], name: null }, to: null });
  });

  it('are told of nothing that is rolled back, and do not fail what is committed while they are removed', async () => {
    const { webhook } = await make();
    const trx = await database.db.transaction();
    await send('int:3', trx);
    await trx.rollback();
    expect(await planned()).eql([]);
    const other = await database.db.transaction();
    await other('webhooks').where({ id: webhook.id }).delete();
    expect(await send('int:4')).to.include({ is: 'sent' });
    await warn('int:4a');
    await other.commit();
    expect(await planned()).eql([]);
  });

  it('are removed after what they were told, which holds up nothing meanwhile', async () => {
    const { webhook } = await make();
    await sendPing(deps, webhook, 'one', by);
    const other = await database.db.transaction();
    await other('webhook_deliveries').forUpdate();
    const removed = removeWebhook(deps, '100', { id: webhook.id, version: 1 }, by);
    const waits = 'SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted';
    while ((await database.db.raw(waits)).rows[0].n === 0) await new Promise((done) => setTimeout(done, 5));
    await send('int:4b');
    const told = (await planned()).map(({ event }) => event);
    await other.commit();
    expect(told).eql(['ping', 'transfer.made']); // the lock of the webhook was not held yet
    expect((await removed).is).to.equal('removed');
    expect(await planned()).eql([]);
  });

  it('can tell that it is us who sends, and that it is the same again', async () => {
    const { webhook, secret } = await make();
    await sendPing(deps, webhook, 'one', by);
    await sendPing(deps, webhook, 'one', by);
    const [{ id = '' } = {}] = await planned();
    receiver.status = 500;
    await deliver(deps, id);
    ahead = MINUTE;
    receiver.status = 200;
    await Promise.all([deliver(deps, id), deliver(deps, id)]);
    expect(await deliver(deps, id)).to.equal(undefined);
    expect(await read(id)).to.include({ state: 'delivered', attempts: 2, status: 200 });
    const sent = receiver.received.map(({ headers, text }) => {
      const { 'webhook-id': message, 'webhook-timestamp': at, 'webhook-signature': signature } = headers;
      const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
      const signed = createHmac('sha256', key).update(`${message}.${at}.${text}`).digest('base64');
      expect(signature).to.equal(`v1,${signed}`);
      expect(headers).to.include({ 'webhook-event': 'ping', 'user-agent': 'smarter-dev/1.2.3' });
      return { message, text };
    });
    expect(new Set(sent.map(({ message }) => message))).eql(new Set([id]));
    expect(new Set(sent.map(({ text }) => text)).size).to.equal(1);
  });

  it('are tried again for a day, then given up; replayed they are told after all', async () => {
    const { webhook } = await make();
    await warn('int:5');
    const [{ id = '' } = {}] = await planned();
    const statuses = [302, 404, 429, 500];
    for (let n = 0; (await read(id)).state === 'wanted'; n++) {
      receiver.status = statuses[n % statuses.length] ?? 500;
      ahead = (await read(id)).nextAt.getTime() - Date.now() + 1;
      await deliver(deps, id);
    }
    expect(ahead).to.be.within(0.8 * DAY, 1.1 * DAY);
    expect(await read(id)).to.include({ state: 'failed', attempts: 11 });
    expect(receiver.received).to.have.length(11);
    receiver.status = 204;
    const others = await make({ events: ['firing'] });
    expect(await replayDelivery(deps, others.webhook, id, by)).to.equal(null);
    expect([await replayFailed(deps, webhook, by), await replayFailed(deps, webhook, by)]).eql([1, 0]);
    await sendAll();
    expect(await read(id)).to.include({ state: 'delivered', attempts: 1 });
    await replayDelivery(deps, webhook, id, by);
    await sendAll();
    const texts = receiver.received.map(({ text }) => text);
    expect([texts.length, new Set(texts).size]).eql([13, 1]);
    expect(await database.db('audit_entries').where({ action: 'webhook.replayed' })).to.have.length(2);
  });

  it('reach no private network unless that is allowed, and only the address that was checked', async () => {
    const { webhook } = await make({ url: `http://hook.example:${receiver.port}/x`, events: ['case'] });
    await sendPing(deps, webhook, 'one', by);
    const [{ id = '' } = {}] = await planned();
    let asked = 0;
    const lookup = async () => [{ address: ++asked === 1 ? '127.0.0.1' : '1.1.1.1', family: 4 }];
    const strict = { ...config, WEBHOOKS_PRIVATE: false };
    await deliver({ ...deps, config: strict, reach: { lookup } }, id);
    expect(await read(id)).to.include({ status: 0, answer: 'Only https:// is allowed.' });
    for (const url of [`https://hook.example:${receiver.port}/`, `https://127.0.0.1:${receiver.port}/`]) {
      await database.db('webhooks').update({ url });
      ahead += DAY;
      asked = 0;
      await deliver({ ...deps, config: strict, reach: { lookup } }, id);
      expect((await read(id)).answer).to.match(
        /^The host (hook\.example|127\.0\.0\.1) has no public address\.$/,
      );
    }
    expect(receiver.received).eql([]);
    expect(await createWebhook({ ...deps, config: strict }, '100', { ...webhook, name: 'b' }, by)).to.include(
      {
        is: 'out-of-reach',
      },
    );
    await database.db('webhooks').update({ url: `http://hook.example:${receiver.port}/x` });
    ahead += DAY;
    asked = 0;
    await deliver({ ...deps, reach: { lookup } }, id);
    expect([asked, (await read(id)).state]).eql([1, 'delivered']);
    expect(receiver.received[0]?.headers.host).to.equal(`hook.example:${receiver.port}`);
  });

  it('whose host has an address at which nobody listens are told at the next', async () => {
    const { webhook } = await make({ url: `http://hook.example:${receiver.port}/x` });
    await sendPing(deps, webhook, 'one', by);
    const [{ id = '' } = {}] = await planned();
    const lookup = async () => ['127.0.0.9', '127.0.0.1'].map((address) => ({ address, family: 4 }));
    await deliver({ ...deps, reach: { lookup } }, id);
    expect(await read(id)).to.include({ state: 'delivered', attempts: 1 });
    expect(receiver.received).to.have.length(1);
    receiver.status = 500;
    await replayDelivery(deps, webhook, id, by);
    await deliver({ ...deps, reach: { lookup: async () => [...(await lookup()).toReversed()] } }, id);
    expect([(await read(id)).status, receiver.received.length]).eql([500, 2]); // what answered is not asked elsewhere
  });

  it('that do not answer are asked one thing at a time, ever less often, and hold up no other', async () => {
    const dead = await make({ url: 'http://127.0.0.1:9/' });
    const mute = await make({ events: ['firing'] });
    await make({ place: null, events: ['case'] });
    await wantMany(dead.webhook.id, 70);
    await warn('int:6');
    const due = async () => (await findDue(deps, deps.clock())).length;
    expect(await due()).to.equal(61);
    for (let n = 0; n < 3; n++) {
      if (n === 1) expect(await due()).to.equal(21);
      const [one] = (await planned()).filter(
        ({ webhookId, attempts }) => webhookId === dead.webhook.id && attempts === 0,
      );
      await deliver(deps, one?.id ?? '');
    }
    expect(await due()).to.equal(1); // of the one that answers
    ahead = 11 * SECOND;
    expect(await due()).to.equal(2);
    await changeWebhook(deps, '100', { id: dead.webhook.id, version: 1, changes: { url: receiver.url } }, by);
    expect(await due()).to.equal(61);
    receiver.status = 0;
    await sendPing(deps, mute.webhook, 'one', by);
    const [last] = (await planned()).slice(-1);
    await deliver({ ...deps, reach: { patience: 50 } }, last?.id ?? '');
    expect(await read(last?.id ?? '')).to.include({ status: 0, answer: 'No answer in 0.05 seconds.' });
  });

  it('that have not answered for five days are switched off, with what waits for them, until somebody switches them on', async () => {
    const { webhook } = await make();
    await wantMany(webhook.id, 8);
    const ids = (await planned()).map(({ id }) => id);
    const attempt = async (status: number) => {
      receiver.status = status;
      await deliver(deps, ids.shift() ?? '');
      return standing();
    };
    expect((await attempt(500)).failing_since).to.be.an.instanceOf(Date);
    expect(await attempt(204)).to.include({ failing_since: null, failures: 0 });
    const { failing_since: since } = await attempt(500);
    for (const [nth, day] of [1.5, 3, 4.5].entries()) {
      ahead = day * DAY;
      expect(await attempt(500)).to.deep.include({ enabled: true, failing_since: since, failures: nth + 2 });
    }
    ahead = 5 * DAY + SECOND;
    expect(await attempt(500)).to.deep.include({ enabled: false, failing_since: since, version: 2 });
    const entries = await database.db('audit_entries').where({ action: 'webhook.switched-off' });
    expect(entries).to.have.length(1);
    expect(entries[0]).to.include({ guild_id: '100', subject: webhook.name, actor_kind: 'system' });
    const untold = await database.db('unlogged_entries').pluck('entry_id');
    expect(untold, 'the log of the guild tells of it').to.include(entries[0].id);
    expect(await giveUpUnanswered(deps, deps.clock())).to.have.length(7); // one of them was never tried
    expect(await giveUpUnanswered(deps, deps.clock())).eql([]);
    expect(new Set((await planned()).map(({ state }) => state))).eql(new Set(['delivered', 'failed']));
    await changeWebhook(deps, '100', { id: webhook.id, version: 2, changes: { enabled: true } }, by);
    expect(await standing()).eql({ enabled: true, failing_since: null, failures: 0, version: 3 });
  });

  it('that staff switch off while an attempt is under way keep what waits for them', async () => {
    const { webhook } = await make();
    await wantMany(webhook.id, 2);
    const [{ id = '' } = {}] = await planned();
    receiver.status = 0;
    const attempt = deliver({ ...deps, reach: { patience: 200 } }, id);
    while (receiver.received.length === 0) await sleep(5);
    await changeWebhook(deps, '100', { id: webhook.id, version: 1, changes: { enabled: false } }, by);
    expect(await attempt).to.include({ state: 'wanted' });
    expect(await standing()).eql({ enabled: false, failing_since: null, failures: 0, version: 2 });
    expect(await giveUpUnanswered(deps, deps.clock())).eql([]);
  });

  it('are not switched off for two failures with a week of nothing between them', async () => {
    const { webhook } = await make();
    await wantMany(webhook.id, 3);
    const [one, two, three] = (await planned()).map(({ id }) => id);
    receiver.status = 502;
    await deliver(deps, one ?? '');
    await deliver(deps, two ?? '');
    expect(await standing()).to.include({ failures: 2 });
    ahead = 7 * DAY;
    const now = deps.clock();
    await deliver(deps, three ?? '');
    const { failing_since: since, ...rest } = await standing();
    expect(rest).eql({ enabled: true, failures: 1, version: 1 });
    expect(Number(since)).at.least(now);
  });

  it('are not blamed for what could not be signed, and begin anew with another secret', async () => {
    const { webhook } = await make();
    await wantMany(webhook.id, 2);
    const [one, two] = (await planned()).map(({ id }) => id);
    const after = { ...deps, config: { ...config, SECRET: 'y'.repeat(32) } };
    expect(await deliver(after, one ?? '')).to.containSubset({ state: 'wanted', answer: { status: 0 } });
    expect(await standing()).to.include({ failing_since: null, failures: 0 });
    receiver.status = 401;
    await deliver(deps, two ?? '');
    expect(await standing()).to.include({ failures: 1 });
    await renewSecret(after, '100', { id: webhook.id, version: 1 }, by);
    expect(await standing()).eql({ enabled: true, failing_since: null, failures: 0, version: 2 });
  });

  it('are told what is under way no second time, and so much at once', async () => {
    const { webhook } = await make();
    await wantMany(webhook.id, 70);
    const taken = await findDue(deps, deps.clock());
    await leaseDue(deps, taken, deps.clock());
    expect([taken.length, await findDue(deps, deps.clock())]).eql([60, []]);
    await Promise.all(taken.slice(0, 15).map(({ id }) => deliver(deps, id)));
    const more = await findDue(deps, deps.clock());
    expect([more.length, more.filter(({ id }) => taken.some((one) => one.id === id))]).eql([10, []]);
    ahead = 2 * MINUTE; // their process was killed
    expect(await findDue(deps, deps.clock())).to.have.length(55);
  });

  it('are blamed for nothing that is gone: it is given up at once', async () => {
    const { webhook } = await make();
    await WebhookDelivery.query(database.db).insert({
      ...{ webhookId: webhook.id, guildId: '100', event: 'firing.recorded', subject: '999999' },
    });
    const [{ id = '' } = {}] = await planned();
    expect(await deliver(deps, id)).to.include({ state: 'failed' });
    expect(await read(id)).to.include({ state: 'failed', answer: 'What it tells of is not there any more.' });
    expect(await database.db('webhooks').first('failures', 'rests_until')).eql({
      failures: 0,
      rests_until: null,
    });
  });

  it('are tested one at a time, and that is written down', async () => {
    const { webhook } = await make();
    const tests = () =>
      database.db('audit_entries').where({ action: 'webhook.tested', subject: webhook.name });
    await Promise.all(['one', 'one', 'two'].map((once) => sendPing(deps, webhook, once, by)));
    expect(await planned()).to.have.length(1);
    expect(await tests()).to.have.length(2);
    receiver.status = 500;
    await sendAll();
    await sendPing(deps, webhook, 'three', by);
    receiver.status = 204;
    await sendAll();
    expect((await planned()).map(({ state, attempts }) => [state, attempts])).eql([['delivered', 2]]);
  });

  it('are told by a process that looks for what is to be told; what was sent is found among the jobs', async () => {
    const jobs: JobRecord[] = [];
    const queues: Queues = openQueues(redis.redis, silent);
    const recorder = { ...noRecorder, job: (job: JobRecord) => jobs.push(job) };
    const parts = { ...deps, log: silent, redis: redis.redis, queue: queues.queue, partitions: 1, recorder };
    const { webhook } = await make();
    const off = await make({ events: ['case'] });
    await changeWebhook(deps, '100', { id: off.webhook.id, version: 1, changes: { enabled: false } }, by);
    await warn('int:7');
    await send('int:8');
    await WebhookDelivery.query(database.db).insert({
      ...{ webhookId: off.webhook.id, guildId: '100', event: 'case.opened', subject: 'old' },
      wantedAt: new Date(Date.now() - 3 * DAY),
    });
    const running = runWebhooks(
      { ...parts, clock: deps.clock },
      {
        every: 20,
      },
    );
    while (jobs.length < 3) await new Promise((done) => setTimeout(done, 10));
    await running.close();
    await queues.close();
    expect(jobs.map(({ name, outcome, guild }) => [name, outcome, guild]).toSorted()).eql([
      ['case.opened', 'done', '100'],
      ['case.opened', 'failed', '100'],
      ['transfer.made', 'done', '100'],
    ]);
    expect(receiver.received).to.have.length(2);
    expect((await removeWebhook(deps, '100', { id: webhook.id, version: 1 }, by)).is).to.equal('removed');
    expect((await planned()).map(({ subject }) => subject)).eql(['old']);
  });

  it('of many that wait read no table from end to end', async () => {
    const { webhook } = await make({ url: 'http://127.0.0.1:9/' });
    await database.db.raw(
      `INSERT INTO webhook_deliveries (webhook_id, event, subject, state)
       SELECT ?, 'ping', i::text, CASE WHEN i % 100 = 0 THEN 'wanted' ELSE 'delivered' END FROM generate_series(1, 20000) i;`,
      [webhook.id],
    );
    await database.db.raw('ANALYZE webhook_deliveries');
    const scanned = await tablesScanned(database.db, () => findDue(deps, deps.clock()));
    expect(scanned.filter((table) => table !== 'webhooks')).eql([]);
  });
});
