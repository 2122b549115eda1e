import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'bullmq';
import { expect } from 'chai';
import { strFromU8, unzipSync } from 'fflate';
import { seedDemo } from '../../scripts/screenshots/demo.ts';
import { keepRecords } from '../../shared/analytics/keep-records.ts';
import { rollUpLock } from '../../shared/analytics/roll-up.ts';
import { checkLedger } from '../../shared/bytes/check-ledger.ts';
import { commitAwards } from '../../shared/bytes/commit-awards.ts';
import { DAY, MINUTE, systemClock } from '../../shared/core/clock.ts';
import { keys, partitionOf } from '../../shared/core/keys.ts';
import { silent } from '../../shared/core/log.ts';
import { isPseudonym } from '../../shared/core/pseudonyms.ts';
import { openQueues, type QueueOf, type Queues } from '../../shared/core/queues.ts';
import { ensurePartitions } from '../../shared/db/partitions.ts';
import { partitioned } from '../../shared/db/retention.ts';
import { liftCases } from '../../shared/moderation/lifting.ts';
import { eraseSome } from '../../shared/privacy/erase.ts';
import { erasures } from '../../shared/privacy/erasures.ts';
import { exportUser } from '../../shared/privacy/export-user.ts';
import { forgetJobs } from '../../shared/privacy/forget-jobs.ts';
import { askToForget, claimForgetting, findForgetRun } from '../../shared/privacy/forget-runs.ts';
import { beginning, forgetUser } from '../../shared/privacy/forget-user.ts';
import { previewUser } from '../../shared/privacy/preview.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { orderOn } from '../../shared/testing/members.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { rollUpOnce } from '../analytics/roll-ups.ts';
import { forgetNext } from './forgetting.ts';

const partitions = 2;
const by = { actor: { kind: 'staff', id: '1', name: 'owner' }, ip: '127.0.0.1' } as const;
const mark = 'wxyzzyw';
/** Names of others, which the user had, or acted under elsewhere. */
const others = ['Auto-moderation', 'passer-by', 'owner', 'Alexandra', 'Robin', 'Sascha', 'Discord'];

describe('a user who is forgotten', () => {
  const database = useDatabase();
  const redis = useRedis();
  const never = new AbortController().signal;
  let guild = '';
  let user = '';
  let queues: Queues;

  before(async () => {
    const { db } = database;
    queues = openQueues(redis.redis, silent);
    const demo = await seedDemo(database, { now: Date.now() });
    ({ guildId: guild, userId: user } = demo);
    await db('discord_users')
      .where({ id: user })
      .update({ username: mark, global_name: `${mark} the first` });
    await db('guild_members')
      .where({ user_id: user })
      .update({ name: `${mark} here`, nick: 'Auto-moderation', former_names: [`${mark} once`, 'passer-by'] });
    await addTheRest();
  });

  after(() => queues.close());

  const deps = () => ({
    ...database,
    ...{ redis: redis.redis, queue: queues.queue, partitions, clock: systemClock, log: silent },
  });

  it('is exported first, with all that is held', async () => {
    const files = await readExport(user);
    expect(files['README.txt']).to.include(user).and.include('Left out is:').and.not.include('Everything');
    const ledger = listOf(files, 'ledger');
    const { rows } = await database.db.raw<{ rows: { count: string }[] }>(
      'SELECT count(*) FROM bytes WHERE giver_id = :user OR receiver_id = :user',
      { user },
    );
    const ids = new Set(ledger.map((row) => JSON.stringify(row)));
    expect([ids.size, ledger.length]).to.deep.equal([Number(rows[0]?.count), Number(rows[0]?.count)]);
    const usages = listOf(files, 'command-usages');
    expect(new Set(usages.map((row) => JSON.stringify(row))).size)
      .to.equal(usages.length)
      .and.at.least(1_500);
    expect(listOf(files, 'memberships')[0]).to.deep.include({ guild, name: `${mark} here` });
    const held = [
      'profile',
      'cases',
      'case-notes',
      'warnings',
      'firings',
      'files',
      'command-usages',
      'operations',
    ];
    for (const name of [...held, 'command-counts', 'channel-deeds', 'jobs', 'failed-effects', 'errors'])
      expect(listOf(files, name), name).to.be.an('array').and.not.empty;
    expect(files['reports-about.json']).to.not.include('reporter');
    expect(files['operations.json']).to.not.include('grants');
    expect(files['deeds.json']).to.not.include('passer-by');
    expect(files['channel-deeds.json']).to.not.include('99');
    expect(files['failed-effects.json']).to.include('grant-role');
    expect(files['errors.json']).to.include('long ago');
    expect(files['files.json'], 'where they never were a member').to.include('"guild":"4242"');
  });

  it('is shown before, with all that is counted', async () => {
    const found = await previewUser(database, user);
    const rowsOf = (what: string) => found?.find((one) => one.what.startsWith(what));
    for (const what of ['Texts of messages', 'Traces of messages'])
      expect(rowsOf(what)).to.include({ rows: 1, more: false, fate: 'deleted' });
    const asked = await database.db('operations').where({ user_id: user });
    expect(rowsOf('What they asked')).to.include({ rows: asked.length, fate: 'pseudonym' });
    const some = await previewUser(database, user, { looked: 0 });
    expect(some?.find(({ what }) => what.startsWith('Texts'))).to.include({ more: true });
  });

  it('is waited for while Discord has something to be told', async () => {
    const { db } = database;
    const id = await db('moderation_cases').where({ user_id: user }).first('id');
    await db('moderation_cases').where(id).update({ effect: 'wanted' });
    expect((await askToForget(database, user, by)).is).to.equal('pending');
    await db('moderation_cases').update({ effect: 'none', lift: 'none' });
    expect((await askToForget(database, '77', by)).is).to.equal('unknown');
  });

  it('cannot be forgotten by whoever did not ask: the ledger and the log of changes stay as they are', async () => {
    const refused = (sql: string, who = `${user}:1000000000999`) =>
      database.db
        .transaction(async (trx) => {
          await trx.raw(`SELECT set_config('smarter_dev.forgets', ?, true)`, [who]);
          await trx.raw(sql);
        })
        .then(
          () => 'taken',
          (error: { code?: string }) => error.code,
        );
    expect(await refused('UPDATE bytes SET reason = NULL')).to.equal('23001');
    const asked = await askToForget(database, user, by);
    if (asked.is !== 'asked') throw new Error(asked.is);
    expect((await askToForget(database, user, by)).is).to.equal('under-way');
    const run = await claimForgetting(database);
    const told = `${user}:${run?.pseudonym}`;
    for (const more of ['amount = amount + 1', 'reason = NULL', `operation = operation || '!'`])
      expect(await refused(`UPDATE bytes SET ${more}`, told), more).to.equal('23001');
    const theirs = `SET receiver_id = ${run?.pseudonym}, reason = 'another' WHERE receiver_id = ${user}`;
    expect(await refused(`UPDATE bytes ${theirs}`, told)).to.equal('23001');
    for (const more of [`after = '{}'`, `before = '{}'`, `actor_name = 'x'`, `ip = '::1'`, `subject = 'x'`])
      expect(await refused(`UPDATE audit_entries SET ${more}`, told), more).to.equal('23001');
    expect(await refused('UPDATE bytes SET giver_id = NULL WHERE giver_id IS NOT NULL', told)).to.equal(
      '23001',
    );
    expect(await refused('DELETE FROM bytes', told)).to.equal('23001');
    expect(await refused(`UPDATE audit_entries SET action = 'nothing'`, told)).to.equal('23001');
    expect(await refused('DELETE FROM audit_entries', told)).to.equal('23001');
    expect(await refused('UPDATE bytes SET reason = NULL', `${user}:1000000000999`)).to.equal('23001');
    await database.db('forget_runs').update({ beat_at: new Date(Date.now() - MINUTE) });
  });

  it('is gone from every table, and every sum is what it was', async () => {
    const { db } = database;
    const before = await sums();
    const copy = keys.account(partitionOf(guild, partitions), guild, user);
    await redis.redis.hset(copy, 'version', '1');
    const stopped = AbortSignal.abort();
    expect(await forgetNext(deps(), stopped)).to.equal(true);
    await meanwhile(
      'INSERT ON discord_users',
      `INSERT INTO moderation_cases (guild_id, number, operation, kind, user_id, effect, actor_kind, actor_name)
         VALUES (${guild}, 9900, 'int:9900', 'kick', ${user}, 'wanted', 'system', 's')`,
    );
    expect(await forgetNext(deps(), never)).to.equal(true);
    const opened = await findForgetRun(database, '1');
    expect(opened).to.deep.include({ state: 'waiting', why: 'Case 9900 is not over for Discord yet.' });
    expect(await db('moderation_cases').where({ number: 9900 }).first('user_id')).to.deep.equal({
      user_id: user,
    });
    await db('moderation_cases').where({ number: 9900 }).update({ effect: 'done' });
    expect(await forgetNext(deps(), never)).to.equal(true);
    expect(await forgetNext(deps(), never)).to.equal(false);
    const run = await findForgetRun(database, '1');
    expect(run).to.include({ state: 'done', userId: null, names: null, actedAs: null, cursor: null });
    expect(isPseudonym(run?.pseudonym ?? '')).to.equal(true);

    expect(await whereMentioned(user), 'their id').to.deep.equal([]);
    expect(await whereMentioned(mark), 'their names').to.deep.equal([]);
    expect(await sums()).to.deep.equal(before);
    for await (const { differences } of checkLedger(database)) expect(differences).to.deep.equal([]);
    const [banned] = await db('moderation_cases')
      .where({ number: 9001 })
      .update({ kind: 'ban', effect: 'done' })
      .returning('id');
    const how = { by: 'owner', note: '' };
    const undone = db.transaction((trx) => liftCases(trx, [{ id: banned.id, lifts: true }], how));
    expect(await undone, 'whom Discord does not know').to.deep.equal([]);
    const named = await db('sync_runs').whereIn('requested_by', others).pluck('requested_by');
    expect(named, 'who only is called the same').to.have.members(others);
    const theirs = db('case_notes AS n')
      .join('moderation_cases AS c', 'c.id', 'n.case_id')
      .where({ number: 9004 });
    expect(await theirs.first('resolved_by', 'n.actor_name'), 'who acted under the same name').to.deep.equal({
      resolved_by: 'Robin',
      actor_name: 'Sascha',
    });
    expect(await redis.redis.exists(copy)).to.equal(0);
    const entries = await db('audit_entries').whereLike('action', 'user.%').orderBy('id').pluck('action');
    expect(entries).to.deep.equal(['user.forget-asked', 'user.forgotten']);
    expect((await askToForget(database, user, by)).is).to.equal('unknown');
    expect((await askToForget(database, run?.pseudonym ?? '', by)).is).to.equal('unknown');
  });

  it('is gone from jobs that stand in their queues, but not from what is done again', async () => {
    const { db } = database;
    const event = { t: 'MESSAGE_CREATE', id: '1', at: 1, d: { content: mark, author: user } };
    const place = partitionOf(guild, partitions);
    const aside = queues.queue('quarantine', place);
    await aside.add('x', { event: event as never, error: 'no' }, { jobId: 'MESSAGE_CREATE-1' });
    const effects = queues.queue('effects', place);
    const tell = { kind: 'tell-member', guild, user, content: mark, nonce: '1' } as const;
    for (const jobId of ['given-up', 'retried', 'waits'])
      await effects.add('tell-member', tell, { jobId, attempts: 1 });
    await failSome(effects, ['given-up', 'retried']);
    await (await effects.getJob('retried'))?.retry('failed');
    const kept = { at: new Date(), partition: place.index, name: 'x', data: '{}', ids: [user] };
    const rows = [
      { queue: 'quarantine', job: 'MESSAGE_CREATE-1', outcome: 'quarantined' },
      ...['given-up', 'retried', 'gone'].map((job) => ({ queue: 'effects', job, outcome: 'failed' })),
      { queue: 'effects', job: 'waits', outcome: 'done' },
      { queue: 'no-longer', job: 'given-up', outcome: 'failed' },
    ];
    await db('kept_jobs').insert(rows.map((row) => ({ ...kept, ...row, id: db.raw('gen_random_uuid()') })));
    expect(await forgetJobs(deps(), user)).to.equal(6);
    expect(await forgetJobs(deps(), user)).to.equal(0);
    expect(await aside.getJobCounts('wait', 'failed')).to.deep.equal({ wait: 0, failed: 0 });
    expect(await redis.redis.keys('*MESSAGE_CREATE-1*')).to.deep.equal([]);
    expect(await effects.getJob('given-up')).to.equal(undefined);
    expect(await effects.getFailedCount()).to.equal(0);
    const left = (await effects.getJobs('wait')).map(({ id }) => id);
    expect(left).to.have.members(['retried', 'waits']);
    await effects.obliterate({ force: true });
  });

  it('begins as new when they come back', async () => {
    const { db } = database;
    await commitAwards({ db }, [orderOn(1, { user, guild })]);
    const row = await db('guild_members')
      .where({ guild_id: guild, user_id: user })
      .first('balance', 'streak');
    expect(row).to.deep.equal({ balance: '110', streak: 1 });
    expect((await askToForget(database, user, by)).is).to.equal('asked');
    const { user_id: other } = await db('guild_members')
      .where({ guild_id: guild, active: true })
      .whereNot({ user_id: user })
      .first('user_id');
    await meanwhile(
      'UPDATE OF giver_id ON bytes', // what they gave was gone through, what they got was not
      `INSERT INTO bytes (guild_id, giver_id, receiver_id, amount, kind, operation)
         VALUES (${guild}, ${user}, ${other}, 1, 'transfer', 'late:1'), (${guild}, ${other}, ${user}, 1, 'transfer', 'late:2');
       UPDATE guild_members SET received = received + 1, sent = sent + 1
         WHERE guild_id = ${guild} AND user_id IN (${user}, ${other})`,
    );
    await meanwhile(
      'UPDATE ON audit_entries',
      `INSERT INTO page_views (id, at, method, path, status, ms, ip, bot)
         VALUES (gen_random_uuid(), now(), 'GET', '/x/${user}', 200, 1, '10.0.0.1', false)`,
    );
    await forgetNext(deps(), never);
    expect(await whereMentioned(user)).to.deep.equal([]);
    for await (const { differences } of checkLedger(database)) expect(differences).to.deep.equal([]);
  });

  it('fails once a statement took too long for too often, and is tried again when it is asked for', async () => {
    const { db } = database;
    await commitAwards({ db }, [orderOn(2, { user, guild })]);
    await askToForget(database, user, by);
    const late = async () => {
      await db.transaction(async (trx) => {
        await trx.raw("SET LOCAL statement_timeout = '1ms'");
        await trx.raw('SELECT pg_sleep(1)');
      });
    };
    const slow = Object.assign(Object.create(redis.redis), { unlink: late });
    const outcomes: unknown[] = [];
    for (let nth = 0; nth < 12; nth++)
      outcomes.push(await forgetNext({ ...deps(), redis: slow }, never).catch(() => 'later'));
    // the second gets on a little, and counts anew
    expect(outcomes).to.deep.equal([...Array(11).fill('later'), true]);
    expect(await db('forget_runs').where({ user_id: user }).first('state')).to.deep.equal({
      state: 'failed',
    });
    expect((await askToForget(database, user, by)).is).to.equal('asked');
    await forgetNext(deps(), never);
    expect(await whereMentioned(user)).to.deep.equal([]);
  });

  it('may do again meanwhile what they did before', async () => {
    const { db } = database;
    const at = Date.now();
    const used = { at, command: 'bytes', user, guild, ms: 1, outcome: 'answered' } as const;
    const report = { guild_id: guild, channel_id: 1, message_id: 77, author_id: 5, reporter_name: mark };
    const { id, ...fired } = await db('automod_firings').first();
    const [action, conditions] = [JSON.stringify(fired.action), '[]'];
    const firing = {
      ...fired,
      action,
      conditions,
      user_id: user,
      burst: `rename:${user}:7`,
      undone_by: null,
    };
    const opened = { guild_id: guild, kind: 'kick', user_id: user, effect: 'none', actor_kind: 'system' };
    const ban = { ...opened, operation: `int:7:${user}`, actor_name: 's' };
    const did = { id: `http:1:/x:${user}`, guild_id: guild, user_id: user, kind: 'x', outcome: '{}' };
    const doAll = async (nth: number) => {
      await keepRecords(database, 'commands', [{ ...used, id: String(7_000 + nth) }]);
      await rollUpOnce(deps());
      await db('reports').insert({ ...report, reporter_id: user });
      await db('automod_firings').insert(firing);
      await db('moderation_cases').insert({ ...ban, number: 9700 + nth });
      await db('operations').insert(did);
    };
    const counted = () =>
      db('hourly_stats').whereLike('stat', 'commands-by-user%').where({ label: '' }).sum('count').first();
    await commitAwards({ db }, [orderOn(2, { user, guild })]);
    await doAll(1);
    await askToForget(database, user, by);
    const run = await claimForgetting(database);
    const who = { user, pseudonym: run?.pseudonym ?? '', names: [], actedAs: [] };
    let before: unknown;
    for await (const { cursor } of forgetUser(deps(), who, {
      from: beginning,
      clock: systemClock,
      signal: never,
    }))
      if (cursor.at === 'audit' && !before) {
        await doAll(2);
        before = await counted();
      }
    await keepRecords(database, 'commands', [{ ...used, id: '7009', user: '5' }]);
    await rollUpOnce(deps());
    await db('forget_runs').update({ beat_at: new Date(Date.now() - MINUTE) });
    await forgetNext(deps(), never);
    expect(await whereMentioned(user)).to.deep.equal([]);
    const named = db('hourly_stats').where({ label: who.pseudonym }).whereLike('stat', 'commands-by-user%');
    expect(await named).to.deep.equal([]);
    expect(await counted(), 'totals').to.deep.equal({ sum: String(Number(Object(before).sum) + 1) });
    expect(await db('reports').where({ reporter_id: who.pseudonym, message_id: 77 })).to.have.length(1);
    expect(await db('moderation_cases').where({ user_id: who.pseudonym, kind: 'kick' })).to.have.length(2);
  });

  it('is not counted again by a roll-up that began before', async () => {
    const { db } = database;
    const [hour] = await db('hourly_stats').where({ stat: 'commands-by-user' }).limit(1).pluck('hour');
    const erasure = erasures.find(({ table }) => table === 'hourly_stats');
    if (!erasure) throw new Error('hourly_stats');
    const who = { user: '4711', pseudonym: '1', names: [], actedAs: [] };
    const rollUp = await db.transaction();
    await rollUp.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [rollUpLock('commands')]);
    await rollUp('hourly_stats').insert({ hour, stat: 'commands-by-user', label: '4711', count: 1 });
    const erasing = eraseSome(db, erasure, who);
    await Promise.race([erasing, untilLocked()]);
    await rollUp.commit();
    expect((await erasing).changed).to.equal(1);
  });

  it('may come back while it goes on, and keeps what is new', async () => {
    const { db } = database;
    await commitAwards({ db }, [orderOn(2, { user, guild })]);
    await askToForget(database, user, by);
    const run = await claimForgetting(database);
    const who = { user, pseudonym: run?.pseudonym ?? '', names: [], actedAs: [] };
    const again = { from: beginning, clock: systemClock, signal: never };
    const steps = forgetUser(deps(), who, again);
    await steps.next();
    await steps.return(undefined); // its worker dies before anybody knows of the step
    await commitAwards({ db }, [orderOn(2, { user, guild })]);
    for await (const { changed } of forgetUser(deps(), who, again)) expect(changed).to.be.a('number');
    const row = await db('guild_members')
      .where({ guild_id: guild, user_id: user })
      .first('balance', 'streak');
    expect(row).to.deep.equal({ balance: '110', streak: 1 });
    expect(await db('discord_users').where({ id: user })).to.have.length(1);
    for await (const { differences } of checkLedger(database)) expect(differences).to.deep.equal([]);
  });

  async function untilLocked(): Promise<void> {
    const waits = () =>
      database
        .db('pg_locks AS l')
        .join('pg_database AS d', 'd.oid', 'l.database')
        .whereRaw('d.datname = current_database()')
        .where({ locktype: 'advisory', granted: false })
        .first('l.pid');
    while (!(await waits())) await sleep(5);
  }

  async function failSome(queue: QueueOf<'effects'>, ids: string[]): Promise<void> {
    const { prefix } = queue.opts;
    const worker = new Worker(queue.name, null, { connection: redis.redis, ...(prefix ? { prefix } : {}) });
    for (let nth = 0; nth < ids.length; nth++) {
      const job = await worker.getNextJob('t');
      await job?.moveToFailed(new Error('no'), 't', false);
    }
    await worker.close();
  }

  /** Has something happen once, within the transaction of whatever does that. */
  async function meanwhile(what: string, sql: string): Promise<void> {
    const name = `meanwhile_${what.replace(/\W+/g, '_').toLowerCase()}`;
    await database.db.raw(
      `CREATE SEQUENCE ${name}_times;
       CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN IF nextval('${name}_times') = 1 THEN ${sql}; END IF; RETURN NULL; END $$;
       CREATE TRIGGER ${name} AFTER ${what} FOR EACH STATEMENT EXECUTE FUNCTION ${name}()`,
    );
  }

  /** What the demo has of others only. */
  async function addTheRest(): Promise<void> {
    const { db } = database;
    const now = new Date();
    for (const table of [
      'message_traces',
      'recent_messages',
      'file_attachments',
      'error_occurrences',
    ] as const) {
      const { by = 'day' } = partitioned.find((one) => one.table === table) ?? {};
      await ensurePartitions(db, { table, by, from: Date.now(), to: Date.now() });
    }
    await commitAwards({ db }, [orderOn(0, { user, guild })]);
    const other = await db('guild_members')
      .where({ guild_id: guild })
      .whereNot({ user_id: user })
      .first('user_id');
    const move = { guild_id: guild, amount: 3, kind: 'transfer' };
    await db('bytes').insert([
      { ...move, giver_id: user, receiver_id: other.user_id, operation: 'int:1', reason: `from ${mark}` },
      { ...move, giver_id: other.user_id, receiver_id: user, operation: 'int:2', reason: `to <@${user}>` },
    ]);
    await db.raw(
      `INSERT INTO bytes (guild_id, receiver_id, amount, kind, operation)
         SELECT :guild, :user, 1, 'admin', 'job:' || n FROM generate_series(1, 2100) n`,
      { guild, user },
    );
    await db.raw(
      `UPDATE guild_members m SET (balance, received, sent) = (SELECT
         coalesce(sum(CASE WHEN receiver_id = m.user_id THEN amount ELSE -amount END), 0),
         coalesce(sum(amount) FILTER (WHERE receiver_id = m.user_id AND kind NOT IN ('starting', 'refund')), 0),
         coalesce(sum(amount) FILTER (WHERE giver_id = m.user_id AND kind IN ('transfer', 'squad-fee')), 0)
       FROM bytes b WHERE b.guild_id = m.guild_id AND m.user_id IN (giver_id, receiver_id))`,
    );
    const cases = { guild_id: guild, kind: 'warn', effect: 'none' };
    const actor = { actor_kind: 'member', actor_id: user, actor_name: mark };
    const evidence = JSON.stringify({ channel: '1', message: '2', excerpt: mark });
    const [mine] = await db('moderation_cases')
      .insert([
        {
          ...cases,
          number: 9001,
          operation: `int:1:${user}`,
          user_id: user,
          actor_kind: 'system',
          actor_name: 's',
          reason: `<@${user}>`,
          evidence,
        },
        { ...cases, number: 9002, operation: 'int:2', user_id: other.user_id, ...actor, resolved_by: mark },
      ])
      .returning('id');
    await db('case_notes').insert({ case_id: mine.id, actor_name: mark, text: `<@${user}> said so` });
    const warning = { guild_id: guild, user_id: user, case_id: mine.id, actor_name: 's' };
    await db('user_warnings').insert(warning);
    await db('appeals').insert({ guild_id: guild, case_id: mine.id, user_id: user, text: mark });
    const report = { guild_id: guild, channel_id: 1, reporter_name: mark };
    await db('reports').insert([
      { ...report, message_id: 1, author_id: user, reporter_id: 5, reporter_name: 'x', excerpt: mark },
      { ...report, message_id: 2, author_id: 5, reporter_id: user, reason: mark },
    ]);
    await db('automod_firings')
      .where('id', db('automod_firings').where({ guild_id: guild }).min('id'))
      .update({
        user_id: user,
        excerpt: mark,
        burst: `rename:${user}`,
        conditions: JSON.stringify([{ what: 'name', holds: true, why: mark }]),
        undone_by: mark,
      });
    const trace = { message_id: 1, at: now, guild_id: guild, channel_id: 1, user_id: user };
    await db('message_traces').insert({ ...trace, length: 1, mentions: 0, attachments: 0 });
    await db('recent_messages').insert({ ...trace, content: mark });
    const file = { id: 1, at: now, guild_id: guild, channel_id: 1, message_id: 1, user_id: user };
    await db('guilds').insert({ id: 4242, name: 'of others' });
    await db('file_attachments').insert({
      ...file,
      id: 2,
      guild_id: 4242,
      name: 'x',
      size: 1,
      url: 'x',
      decision: 'off',
    });
    await db('file_attachments').insert({ ...file, name: mark, size: 1, url: mark, decision: 'off' });
    await db.raw(
      `INSERT INTO command_usages (id, at, command, user_id, guild_id, ms, outcome)
         SELECT n, (:now)::timestamptz - interval '1 microsecond' * (n / 700), 'c' || n, :user, :guild, 1, 'answered'
         FROM generate_series(1, 1500) n`,
      { guild, user, now },
    );
    await db('operations').insert([
      {
        id: `streak:${guild}:${user}:1:CHAR`,
        guild_id: guild,
        user_id: user,
        kind: 'tier-reached',
        outcome: { user, grants: [{ user: '5' }] },
      },
      {
        id: 'int:2',
        guild_id: guild,
        user_id: other.user_id,
        kind: 'transfer',
        outcome: { grants: [{ user }] },
      },
    ]);
    const audited = { action: 'bytes.given', actor_name: 'owner', subject: `${mark} here`, guild_id: guild };
    await db('audit_entries').insert([
      { ...audited, actor_kind: 'staff', actor_id: 1, after: { user } },
      {
        ...audited,
        action: 'bytes.transferred',
        subject: `x to ${mark}`,
        actor_kind: 'system',
        after: { user },
      },
      { ...audited, action: 'case.opened', subject: 'case 1', ...actor, ip: '10.0.0.1' },
    ]);
    await db('failed_effects').insert({
      job: 'j1',
      guild_id: guild,
      effect: { kind: 'grant-role', user },
      status: 403,
      code: '1',
      why: 'no',
    });
    const kept = { id: '00000000-0000-4000-8000-000000000001', at: now };
    await db('kept_jobs').insert({
      ...kept,
      queue: 'effects',
      job: '1',
      partition: 0,
      name: 'x',
      outcome: 'failed',
      data: { user },
      ids: [user],
    });
    const occurrence = { ...kept, error_id: 1, process: 'w', message: 'no', stack: `at ${user}`, facts: {} };
    const long = now.getTime() - 40 * DAY; // where they were chosen to stay that long
    await ensurePartitions(db, { table: 'error_occurrences', by: 'day', from: long, to: long });
    await db('error_occurrences').insert([
      occurrence,
      { ...occurrence, at: new Date(long), told: 'long ago' },
    ]);
    const view = {
      ...kept,
      method: 'GET',
      path: `/admin/users/${user}`,
      status: 200,
      ms: 1,
      ip: '10.0.0.1',
      bot: false,
    };
    await db('page_views').insert(view);
    const deed = { guild_id: guild, channel_id: 1, operation: 'int:3', deed: { is: 'purge', user: '99' } };
    await db('channel_deeds').insert({ ...deed, ...actor, effect: 'none' });
    await db('settings_versions').insert({ feature: 'x', guild_id: guild, version: 1, values: {}, ...actor });
    const told = { guild_id: guild, channel_id: 1, operation: 'int:4', deed: { is: 'purge', user } };
    await db('channel_deeds').insert({ ...told, actor_kind: 'staff', actor_name: 'owner', effect: 'none' });
    const elsewhere = { ...cases, number: 9003, operation: 'int:9003', user_id: other.user_id };
    const staff = { actor_kind: 'staff', actor_name: 'owner' };
    await db('moderation_cases').insert({ ...elsewhere, ...staff, reason: `quarrelled with <@${user}>` });
    const overwrites = JSON.stringify([{ id: user, type: 1, allow: '1', deny: '0' }]);
    await db('guild_channels').insert({
      guild_id: guild,
      id: 4,
      name: 'x',
      type: 0,
      active: false,
      overwrites,
    });
    const hook = { guild_id: guild, name: 'w', url: 'x', secret: 'x', events: ['case'], enabled: false };
    await db('webhooks').insert({ ...hook, created_by: mark });
    const lastOne = { relinked_guild: guild, relinked_user: user, relinked_at: now };
    await db('outage_days').insert({ day: 1, declared_by: 'owner', ...lastOne });
    const key = { name: 'k', prefix: 'k', hash: 'k', scopes: [] };
    const [{ id: key_id }] = await db('api_keys').insert(key).returning('id');
    const asked = { key_id, route: 'post /x', idempotency_key: `gift-${user}`, fingerprint: 'x' };
    await db('idempotency_keys').insert(asked);
    await db('operations').insert({
      ...{ id: 'int:9', guild_id: guild, user_id: other.user_id, kind: 'case-resolve' },
      outcome: { is: 'resolved', case: '1', user, lifted: [], withdrawn: 0 },
    });
    const sync = { guild_id: guild, reason: 'command', state: 'done' };
    await db('sync_runs').insert([
      { ...sync, requested_by: mark },
      ...others.map((name) => ({ ...sync, requested_by: name })),
    ]);
    await db('sync_runs').where({ requested_by: 'Alexandra' }).update({ guild_id: 4242 });
    const did = { actor_kind: 'member', actor_id: user, action: 'case.opened', subject: 'case 2' };
    await db('audit_entries').insert([
      { ...did, actor_name: 'Alexandra' },
      { ...did, actor_name: 'owner' },
      { ...did, actor_name: 'owner', action: 'bytes.given', subject: 'passer-by' },
      ...['Robin', 'Sascha', 'Discord'].map((actor_name) => ({ ...did, actor_name })),
      { ...did, actor_name: 'Sascha', actor_id: other.user_id },
    ]);
    const namesake = { actor_kind: 'member', actor_id: other.user_id, actor_name: 'Robin' };
    const [theirs] = await db('moderation_cases')
      .insert({
        ...cases,
        number: 9004,
        operation: 'int:9004',
        user_id: 5,
        ...namesake,
        resolved_by: 'Robin',
      })
      .returning('id');
    await db('case_notes').insert({ case_id: theirs.id, actor_name: 'Sascha', text: 'of a namesake' });
  }

  async function readExport(of: string): Promise<Record<string, string>> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of exportUser(database, of, Date.now())) chunks.push(chunk);
    const files = Object.entries(unzipSync(Buffer.concat(chunks)));
    return Object.fromEntries(files.map(([name, bytes]) => [name, strFromU8(bytes)]));
  }

  function listOf(files: Record<string, string>, name: string): unknown[] {
    const rows: unknown = JSON.parse(files[`${name}.json`] ?? 'null');
    if (!Array.isArray(rows)) throw new Error(name);
    return rows;
  }

  /** Of each guild: what its members have, and what the ledger says. */
  async function sums(): Promise<unknown> {
    const { rows } = await database.db.raw<{ rows: unknown[] }>(
      `SELECT guild_id, sum(balance) AS balance, sum(received) AS received, sum(sent) AS sent,
         (SELECT count(*) FROM bytes b WHERE b.guild_id = m.guild_id) AS movements,
         (SELECT sum(amount) FROM bytes b WHERE b.guild_id = m.guild_id) AS moved
       FROM guild_members m GROUP BY 1 ORDER BY 1`,
    );
    return rows;
  }

  /** Tables in which a text stands, whatever the column. */
  async function whereMentioned(text: string): Promise<string[]> {
    const { db } = database;
    const { rows } = await db.raw<{ rows: { name: string }[] }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition`,
    );
    const found: string[] = [];
    for (const { name } of rows) {
      const hit = await db(`${name} AS t`)
        .whereRaw('t::text LIKE ?', [`%${text}%`])
        .first('*');
      if (hit) found.push(`${name} ${JSON.stringify(hit)}`);
    }
    return found;
  }
});
