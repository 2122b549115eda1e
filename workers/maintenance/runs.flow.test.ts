import { expect } from 'chai';
import { move } from '../../shared/bytes/move.ts';
import { MINUTE, systemClock } from '../../shared/core/clock.ts';
import { channels, keys, partitionOf } from '../../shared/core/keys.ts';
import { silent } from '../../shared/core/log.ts';
import { openQueues, type Queues } from '../../shared/core/queues.ts';
import { openDatabase } from '../../shared/db/knex.ts';
import { keepPartitions } from '../../shared/db/partitions.ts';
import { askForRun, type RunOrder } from '../../shared/maintenance/ask.ts';
import { cancelRun } from '../../shared/maintenance/cancel.ts';
import { claimRun, findWaitingRuns } from '../../shared/maintenance/claim.ts';
import { kindNames, type MaintenanceKind, maintenanceKinds } from '../../shared/maintenance/kinds.ts';
import { findRun } from '../../shared/maintenance/list.ts';
import type { MaintenanceRun } from '../../shared/maintenance/model.ts';
import { keepStep } from '../../shared/maintenance/progress.ts';
import { queueRun } from '../../shared/maintenance/queue-run.ts';
import { readResult } from '../../shared/maintenance/results.ts';
import type { Work } from '../../shared/maintenance/work.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { openSettings } from '../settings.ts';
import { carryOut } from './carry-out.ts';
import { works } from './run-works.ts';
import { runMaintenance } from './runs.ts';

const guild = '100';
const other = '101';
const partitions = 2;
const by = { actor: { kind: 'staff', id: '1', name: 'ada' } } as const;
const never = new AbortController().signal;

describe('maintenance', () => {
  const database = useDatabase();
  const redis = useRedis();
  let queues: Queues;

  before(async () => {
    queues = openQueues(redis.redis, silent);
    await database.db.raw(`
      INSERT INTO guilds (id, member_count) VALUES (${guild}, 5), (${other}, 1);
      INSERT INTO discord_users (id, username) SELECT n, 'u' || n FROM generate_series(901, 906) n;
      INSERT INTO guild_members (guild_id, user_id) SELECT ${guild}, n FROM generate_series(901, 905) n;
      INSERT INTO guild_members (guild_id, user_id) VALUES (${other}, 906)`);
    await database.db.transaction((trx) =>
      move(
        trx,
        ['901', '902', '903'].map((receiver) => ({
          ...{ guild, giver: null, receiver, amount: 100, kind: 'admin', reason: null },
          operation: `job:${receiver}`,
        })),
      ),
    );
  });
  beforeEach(async () => {
    await database.db('maintenance_runs').delete();
    await redis.redis.flushdb();
  });
  after(() => queues.close());

  const deps = () => ({
    ...{ db: database.db, redis: redis.redis, clock: systemClock, log: silent },
    ...{ partitions, features: ['bytes', 'files'] },
  });
  const ask = async (kind: MaintenanceKind, order: Omit<RunOrder, 'kind'> = {}) => {
    const asked = await askForRun(database, { kind, ...order }, by);
    if (asked.is === 'misfit') throw new Error(asked.why);
    return asked;
  };
  const begin = async (kind: MaintenanceKind, order: Omit<RunOrder, 'kind'> = {}) =>
    (await ask(kind, order)).run.id;
  const read = async (id: string): Promise<MaintenanceRun> => {
    const run = await findRun(database, id);
    if (!run) throw new Error(`no run ${id}`);
    return run;
  };
  const work = (id: string, all: Readonly<Record<string, Work>> = works, stopping = never) =>
    carryOut(deps(), all, id, stopping);
  const spoil = (user: string, changes: Record<string, number>) =>
    database.db('guild_members').where({ guild_id: guild, user_id: user }).update(changes);
  const actions = () => database.db('audit_entries').orderBy('id').pluck('action');

  it('is under way once, however often and by how many it is asked for', async () => {
    const asked = await Promise.all([1, 2, 3, 4].map(() => ask('ledger-check')));
    expect(asked.map(({ is }) => is).toSorted()).to.eql(['asked', 'under-way', 'under-way', 'under-way']);
    expect(new Set(asked.map(({ run }) => run.id)).size).to.equal(1);
    expect((await ask('ledger-check', { guild })).is).to.equal('asked');
    await work(asked[0]?.run.id ?? '');
    expect((await ask('ledger-check')).is).to.equal('asked');
    const kinds = (await actions()).filter((action) => action === 'maintenance.asked');
    expect(kinds).to.have.length(3);
  });

  it('of one table keeps that of another waiting for nothing, nor answers for it', async () => {
    const wishes = [{ table: 'bytes' }, { table: 'guilds' }, {}, { table: 'guilds' }];
    const asked: Awaited<ReturnType<typeof ask>>[] = [];
    for (const wish of wishes) asked.push(await ask('vacuum', wish));
    expect(asked.map(({ is, run }) => [is, run.options.table])).to.deep.equal([
      ['asked', 'bytes'],
      ['asked', 'guilds'],
      ['asked', undefined],
      ['under-way', 'guilds'],
    ]);
  });

  it('names what there is, and what its kind is about', async () => {
    const misfit = async (order: RunOrder) => {
      const asked = await askForRun(database, order, by);
      return asked.is === 'misfit' ? `${asked.field} ${asked.why}` : asked.is;
    };
    expect(await misfit({ kind: 'cache-flush' })).to.equal('guild missing');
    expect(await misfit({ kind: 'cache-flush', guild: '7' })).to.equal('guild unknown');
    expect(await misfit({ kind: 'retention', guild })).to.equal('guild not-taken');
    expect(await misfit({ kind: 'vacuum', table: 'bytes; DROP TABLE bytes' })).to.equal('table unknown');
    expect(await misfit({ kind: 'vacuum', table: 'pg_class' })).to.equal('table unknown');
  });

  it('is done for every kind, and writes down that it was', async () => {
    for (const kind of kindNames) {
      const id = await begin(kind, maintenanceKinds[kind].guild === 'always' ? { guild } : {});
      expect(await work(id), kind).to.equal('over');
      const run = await read(id);
      expect(run, kind).to.include({ state: 'done', error: null, total: run.done, cursor: null });
      expect(readResult(kind, run.result), kind).to.be.an('object');
      expect((await actions()).at(-1)).to.equal('maintenance.done');
      expect(await work(id)).to.equal('over');
    }
  });

  it('finds whose row the ledger does not bear out, makes it right, and evicts its copy', async () => {
    await spoil('902', { balance: 90, received: 130 });
    const copy = keys.account(partitionOf(guild, partitions), guild, '902');
    await redis.redis.hset(copy, 'version', '1');
    const check = await begin('ledger-check');
    await work(check);
    const found = readResult('ledger-check', (await read(check)).result);
    expect(found).to.deep.equal({
      differ: 1,
      members: [
        {
          ...{ guild, user: '902' },
          row: { balance: 90, received: 130, sent: 0 },
          ledger: { balance: 100, received: 100, sent: 0 },
        },
      ],
    });
    expect(await redis.redis.exists(copy)).to.equal(1);
    for (const corrected of [1, 0]) {
      const id = await begin('recount', { guild });
      await work(id);
      expect(readResult('recount', (await read(id)).result)).to.include({ corrected, refused: 0 });
    }
    expect(await redis.redis.exists(copy)).to.equal(0);
    const [row] = await database
      .db('guild_members')
      .where({ user_id: '902' })
      .select('balance', 'received', 'version');
    expect(row).to.deep.equal({ balance: '100', received: '100', version: '2' });
    const entries = await database.db('audit_entries').where({ action: 'bytes.recounted' });
    expect(entries).to.have.length(1);
    expect(entries[0]).to.deep.include({
      guild_id: guild,
      after: { 902: { balance: 100, received: 100, sent: 0 } },
    });
  });

  it('re-counts two hundred at a time: keeps how far it is, ends where it is cancelled, evicts what a dead worker left', async () => {
    const { db } = database;
    await db.raw(`
      INSERT INTO guilds (id) VALUES (300);
      INSERT INTO discord_users (id, username) SELECT n, 'v' || n FROM generate_series(2001, 2250) n;
      INSERT INTO guild_members (guild_id, user_id, balance) SELECT 300, n, 5 FROM generate_series(2001, 2250) n`);
    const wrong = async () =>
      (await db('guild_members').where({ guild_id: '300' }).where('balance', '>', 0)).length;
    const copies = ['2001', '2200'].map((user) => keys.account(partitionOf('300', partitions), '300', user));
    for (const copy of copies) await redis.redis.hset(copy, 'version', '1');

    const first = await begin('recount', { guild: '300' });
    const cancelled: Work = async function* (...given) {
      for await (const step of works.recount(...given)) {
        if (step.done > 200) await cancelRun(database, first, by);
        yield step;
        if (step.done === 200) expect(await wrong()).to.equal(50);
      }
    };
    expect(await work(first, { recount: cancelled })).to.equal('over');
    const left = await read(first);
    expect(left).to.include({ state: 'cancelled', done: '200' });
    expect(readResult('recount', left.result)).to.include({ corrected: 200 });
    expect(await redis.redis.exists(...copies), 'those it corrected').to.equal(0);

    const second = await begin('recount', { guild: '300' });
    await db('maintenance_runs')
      .where({ id: second })
      .update({ done: '100', cursor: '{"guild":"300","user":"2100"}' });
    await db('guild_members').where({ guild_id: '300' }).update({ balance: 0 });
    for (const copy of copies) await redis.redis.hset(copy, 'version', '1');
    expect(await work(second)).to.equal('over');
    expect(await read(second)).to.include({ state: 'done', done: '250' });
    expect(await redis.redis.exists(copies[0] ?? ''), 'before where it was left').to.equal(1);
    expect(await redis.redis.exists(copies[1] ?? ''), 'perhaps corrected, and never evicted').to.equal(0);
  });

  it('leaves alone who would owe bytes, and says so', async () => {
    await database.db.raw(
      `INSERT INTO bytes (guild_id, giver_id, amount, kind, operation) VALUES (${guild}, 904, 5, 'admin', 'job:904')`,
    );
    const id = await begin('recount', { guild });
    await work(id);
    const result = readResult('recount', (await read(id)).result);
    expect(result).to.include({ corrected: 0, refused: 1 });
    expect(result?.members[0]).to.deep.include({ user: '904', refused: true });
    await database.db.raw(
      `INSERT INTO bytes (guild_id, receiver_id, amount, kind, operation) VALUES (${guild}, 904, 5, 'refund', 'job:904')`,
    );
  });

  it('goes on where its worker stopped or died, and takes no report from a dead one', async () => {
    const began: { done: number; cursor: unknown }[] = [];
    const inSteps: Work = async function* (_, { done, cursor }) {
      began.push({ done, cursor });
      for (let n = done + 1; n <= 3; n++) yield { done: n, total: 9, cursor: n, result: null };
    };
    const all = { 'orphan-check': inSteps };
    const id = await begin('orphan-check');
    const stopping = AbortSignal.abort();
    expect(await work(id, all, stopping)).to.equal('stopped');
    const left = await read(id);
    expect([left.state, left.done]).to.deep.equal(['waiting', '1']);

    const dead = await claimRun(database, id);
    if (dead.is !== 'claimed') throw new Error(dead.is);
    expect(await work(id, all), 'while its worker lives').to.equal('held');
    await database.db('maintenance_runs').update({ beat_at: new Date(Date.now() - MINUTE) });
    expect(await findWaitingRuns(database)).to.deep.equal([id]);
    expect(await work(id, all)).to.equal('over');
    expect(began).to.deep.equal([
      { done: 0, cursor: null },
      { done: 1, cursor: 1 },
    ]);
    const late = { done: 1, total: 9, cursor: 1, result: null };
    expect(await keepStep(database, dead.run, late)).to.equal(false);
    expect(await read(id)).to.include({ state: 'done', done: '3', total: '3', claims: 3 });
  });

  it('ends where it is cancelled, or where it cannot go on', async () => {
    const id = await begin('orphan-check');
    const cancelled: Work = async function* () {
      yield { done: 1, total: 2, cursor: 1, result: null };
      await cancelRun(database, id, by);
      yield { done: 2, total: 2, cursor: 2, result: null };
    };
    expect(await work(id, { 'orphan-check': cancelled })).to.equal('over');
    expect(await read(id)).to.include({ state: 'cancelled', done: '1' });
    expect((await cancelRun(database, id, by)).is).to.equal('over');

    const broken: Work = async function* () {
      yield { done: 1, total: 2, cursor: 1, result: null };
      throw new TypeError('no such thing');
    };
    const next = await begin('orphan-check');
    expect(await work(next, { 'orphan-check': broken })).to.equal('over');
    expect(await read(next)).to.include({ state: 'failed', done: '1' });
    expect((await read(next)).error).to.contain('no such thing');
    expect((await actions()).slice(-2)).to.deep.equal(['maintenance.asked', 'maintenance.failed']);
  });

  it('fails at once by a statement that takes too long or cannot be, and waits where Postgres is away', async () => {
    const apart = openDatabase(database.url, { pool: 1 }); // its connections are broken
    const asking = (ask: () => Promise<unknown>): Record<string, Work> => ({
      'orphan-check': async function* () {
        yield { done: 1, total: 2, cursor: 1, result: null };
        await ask();
      },
    });
    const limited = openDatabase(database.url, { pool: 1, longest: 50 });
    const [slow, silent_, impossible] = [
      () => limited.raw('SELECT pg_sleep(5)'),
      () => apart.raw('SELECT pg_sleep(1)').options({ query_timeout: 50 }),
      () => limited.raw('SELECT no_such_column FROM guilds'),
    ];
    for (const [ask, why] of [
      [slow, 'statement timeout'],
      [silent_, 'Query read timeout'],
      [impossible, 'no_such_column'],
    ] as const) {
      const id = await begin('orphan-check');
      expect(
        await work(
          id,
          asking(async () => ask()),
        ),
        why,
      ).to.equal('over');
      expect(await read(id)).to.include({ state: 'failed', claims: 1 });
      expect((await read(id)).error).to.contain(why);
    }
    await limited.destroy();
    const id = await begin('orphan-check');
    const ended = await work(
      id,
      asking(async () => apart.raw('SELECT pg_terminate_backend(pg_backend_pid())')),
    ).catch(() => 'thrown');
    expect(ended).to.equal('thrown');
    expect(await read(id)).to.include({ state: 'waiting', done: '1' });
    await apart.destroy();
  });

  it('gives up on what kills its workers', async () => {
    const id = await begin('orphan-check');
    await database.db('maintenance_runs').update({ claims: 20 });
    expect(await work(id)).to.equal('over');
    expect(await read(id)).to.include({ state: 'failed' });
  });

  it('looks for rows that name nothing, and knows their keys', async () => {
    await keepPartitions(database.db, Date.now());
    await database.db.raw(`
      -- of a redirect that was removed: its clicks stay on record
      INSERT INTO redirect_clicks (id, at, redirect_id, ip, bot) VALUES (gen_random_uuid(), now(), 77, '::1', false);
      INSERT INTO squads (guild_id, name, role_id) VALUES (${guild}, 'red', 55), (${guild}, 'blue', 56);
      INSERT INTO guild_roles (guild_id, id, name) VALUES (${guild}, 56, 'blue')`);
    const id = await begin('orphan-check');
    await work(id);
    const squad = await database.db('squads').where({ name: 'red' }).first('id');
    expect(readResult('orphan-check', (await read(id)).result)).to.deep.equal({
      orphans: 1,
      references: [{ name: 'squads.role_id → guild_roles', orphans: 1, samples: [squad.id] }],
    });
  });

  it('flushes a guild and no other', async () => {
    const subscriber = redis.redis.duplicate();
    const heard: string[] = [];
    subscriber.on('message', (_, message) => heard.push(message));
    await subscriber.subscribe(channels.settings);
    const copies = [
      [guild, '901'],
      [guild, '905'],
      [other, '906'],
    ].map(([of = '', user = '']) => keys.account(partitionOf(of, partitions), of, user));
    for (const copy of copies) await redis.redis.hset(copy, 'version', '1');
    const id = await begin('cache-flush', { guild });
    await work(id);
    expect(readResult('cache-flush', (await read(id)).result)).to.include({ copies: 2 });
    expect(await redis.redis.exists(...copies)).to.equal(1);
    expect(heard).to.deep.equal([`bytes:${guild}`, `files:${guild}`]);
    await subscriber.quit();
  });

  it('takes what is asked for from its queue, and finds what was lost of it', async () => {
    const { db } = database;
    const context = { ...deps(), ...queues, settings: openSettings({ db, log: silent }) };
    const id = await begin('orphan-check');
    await queueRun(context, id);
    await queueRun(context, id);
    const running = runMaintenance(context);
    const ended = async () => {
      while (!(await read(id)).finishedAt) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await ended();
    await running.close();
    expect(await read(id)).to.include({ state: 'done', claims: 1 });
    const lost = await begin('orphan-check');
    expect(await findWaitingRuns(database), 'it may be in its queue').to.deep.equal([]);
    await db('maintenance_runs')
      .where({ id: lost })
      .update({ asked_at: new Date(Date.now() - MINUTE) });
    expect(await findWaitingRuns(database)).to.deep.equal([lost]);
  });

  it('lets go of a long statement at once', async () => {
    const { db } = database;
    const trx = await db.transaction();
    await trx.raw('LOCK TABLE outage_days IN SHARE UPDATE EXCLUSIVE MODE'); // VACUUM waits for it
    const stopping = new AbortController();
    const id = await begin('vacuum', { table: 'outage_days' });
    const working = work(id, works, stopping.signal);
    const waits = async () =>
      (await db('pg_stat_activity').whereLike('query', '/*%VACUUM%').where({ wait_event_type: 'Lock' }))
        .length;
    while ((await waits()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    stopping.abort();
    expect(await working).to.equal('stopped');
    expect(await read(id)).to.include({ state: 'waiting' });
    await trx.rollback();
    expect(await work(id)).to.equal('over');
    expect(await read(id)).to.include({ state: 'done', done: '1' });
  });

  it('looks again for a statement to end that had not begun, and lets it take as long as it needs', async () => {
    const { db } = database;
    const limited = openDatabase(database.url, { pool: 2, longest: 100 });
    const trx = await db.transaction();
    await trx.raw('LOCK TABLE outage_days IN SHARE UPDATE EXCLUSIVE MODE');
    let cancels = 0;
    const raw = (sql: string, values: string[] = []) => {
      const isEarly = sql.includes('pg_cancel_backend') && cancels++ === 0;
      return limited.raw(isEarly ? 'SELECT 1' : sql, isEarly ? [] : values);
    };
    const stopping = new AbortController();
    const id = await begin('vacuum', { table: 'outage_days' });
    const late = { ...deps(), db: Object.create(limited, { raw: { value: raw } }) };
    const vacuum: Work = (_, order) => works.vacuum(late, order);
    let isOver = false;
    const working = work(id, { vacuum }, stopping.signal).finally(() => {
      isOver = true;
    });
    const waiting = () =>
      db('pg_stat_activity')
        .whereLike('query', '/*%VACUUM%')
        .where({ wait_event_type: 'Lock' })
        .whereRaw(`query_start < now() - interval '120 ms'`);
    while (!isOver && (await waiting()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    stopping.abort();
    const ended = await Promise.race([working, new Promise((resolve) => setTimeout(resolve, 5_000).unref())]);
    await trx.rollback();
    await limited.destroy();
    expect([ended, cancels > 1]).to.deep.equal(['stopped', true]);
  });
});
