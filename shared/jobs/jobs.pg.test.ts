import { expect } from 'chai';
import { keepRecords } from '../analytics/keep-records.ts';
import { MINUTE } from '../core/clock.ts';
import { keepPartitions } from '../db/partitions.ts';
import { useDatabase } from '../testing/database.ts';
import { blocksRead, tablesScanned } from '../testing/plans.ts';
import { findJob } from './list.ts';
import { type JobEnd, recordOf } from './record.ts';
import { type JobSearch, searchJobs } from './search.ts';

const partition = { index: 0, of: 1 };
const [guild, member, message, channel] = [
  '1144000000000000001',
  '1144000000000000002',
  '1144000000000000003',
  '1144000000000000004',
];

describe('kept jobs', () => {
  const database = useDatabase();
  const now = Date.now();
  const record = (name: string, data: object, end: Partial<JobEnd> = {}) =>
    recordOf({ queueName: 'effects', id: `${name}-1`, name, data, attemptsStarted: 1 }, partition, {
      outcome: 'done',
      at: now,
      ...end,
    });
  const find = async (search: JobSearch) =>
    (await searchJobs(database, search, { limit: 10 })).jobs.map(({ job }) => job);

  before(async () => {
    await keepPartitions(database.db, now);
    await database.db('guilds').insert({ id: guild, name: 'Harbor', owner_id: member, seen_at: new Date() });
  });
  afterEach(() => database.db('kept_jobs').delete());

  it('are found by guild, channel and message, and by their own id; the same end is kept once', async () => {
    const deletion = { kind: 'delete-messages', guild, channel, messages: [message] };
    const rows = [
      record('delete-messages', deletion, { outcome: 'refused', why: 'Missing Permissions' }),
      record('say', { guild, content: 'a\0b\ud800' }, { at: now - MINUTE }),
    ];
    for (const _ of [1, 2]) await keepRecords(database, 'jobs', rows);
    expect(await find({})).to.deep.equal(['delete-messages-1', 'say-1']);
    expect(await find({ about: { touches: guild } })).to.deep.equal(['delete-messages-1', 'say-1']);
    for (const touches of [message, channel])
      expect(await find({ about: { touches } })).to.deep.equal(['delete-messages-1']);
    expect(await find({ about: { job: 'say-1' } })).to.deep.equal(['say-1']);
    expect(await find({ about: { touches: guild }, outcome: 'refused' })).to.deep.equal([
      'delete-messages-1',
    ]);
    expect(await find({ outcome: 'done', queue: 'effects' })).to.deep.equal(['say-1']);
    expect(await find({ queue: 'logs' })).to.deep.equal([]);
    const kept = await findJob(database, rows[0]?.id ?? '');
    expect(kept).to.include({ why: 'Missing Permissions', guildId: guild, attempts: 1 });
    expect(kept?.data).to.deep.equal(deletion);
  });

  it('of a megabyte are found, and read, as how they begin', async () => {
    const huge = { guild, content: '<b>'.repeat(350_000), quoted: message };
    await keepRecords(database, 'jobs', [record('say', huge)]);
    const [found] = (await searchJobs(database, { about: { touches: message } }, { limit: 10 })).jobs;
    expect(found?.job).to.equal('say-1');
    expect(JSON.stringify(found)).to.have.length.below(40_000);
    expect((await findJob(database, found?.id ?? ''))?.data)
      .to.be.a('string')
      .with.length.below(16_385);
  });

  it('of a case are found by its member, and by the messages that led to it', async () => {
    const { rows } = await database.db.raw(
      `WITH opened AS (
         INSERT INTO moderation_cases (guild_id, number, operation, kind, user_id, actor_kind, actor_name)
         VALUES (:guild, 1, 'firing:1', 'timeout', :member, 'system', 'x') RETURNING id
       ), fired AS (
         INSERT INTO automod_firings (guild_id, rule_id, rule_name, rule_kind, rule_version, user_id, burst, action, mode,
           deletes, outcome, conditions, started_at, latest_at, until_at, case_id)
         SELECT :guild, 1, '', 'words', 1, :member, 'b', '{}', 'enforce', true, 'acted', '[]', now(), now(), now(), id
         FROM opened RETURNING id, case_id
       ), messages AS (
         INSERT INTO automod_firing_messages (firing_id, message_id, channel_id, at)
         SELECT id, :message, :channel, now() FROM fired
       )
       SELECT case_id::text AS id FROM fired`,
      { guild, member, message, channel },
    );
    const punish = { kind: 'punish', guild, case: rows[0].id, as: 'timeout' };
    await keepRecords(database, 'jobs', [record('punish', punish), record('lift', { guild, case: 'x' })]);
    for (const touches of [member, message])
      expect(await find({ about: { touches } })).to.deep.equal(['punish-1']);
  });

  it('go on page by page, also where much is looked through for little', async () => {
    await database.db.raw(
      `INSERT INTO kept_jobs (id, queue, job, at, partition, name, outcome, data, ids)
       SELECT md5(i::text)::uuid, CASE WHEN i = 2500 THEN 'logs' ELSE 'effects' END, i, to_timestamp(?::float8 - i / 50), 0, 'say',
         'done', '{}', ARRAY[?::bigint] FROM generate_series(1, 2600) i`,
      [now / 1_000, guild],
    );
    const seen: string[] = [];
    let before: { at: Date; id: string } | undefined;
    for (let page = 0; page < 3; page++) {
      const found = await searchJobs(database, { about: { touches: guild } }, { before, limit: 40 });
      seen.push(...found.jobs.map(({ job }) => job));
      before = found.next;
    }
    expect(new Set(seen).size).to.equal(120);
    const rare = { about: { touches: guild }, queue: 'logs' } as const;
    const first = await searchJobs(database, rare, { limit: 40 });
    expect([first.jobs, first.next !== undefined]).to.deep.equal([[], true]);
    expect((await searchJobs(database, rare, { before: first.next, limit: 40 })).jobs).to.have.length(1);
  });

  it('are never read from end to end', async () => {
    await database.db('kept_jobs').truncate(); // rows in the gaps that others left lie in many more blocks
    await database.db.raw(
      `INSERT INTO kept_jobs (id, queue, job, at, partition, name, outcome, data, ids)
       SELECT md5(i::text)::uuid, 'effects', i, to_timestamp(?) - i * interval '10 milliseconds', 0, 'say',
         CASE WHEN i % 500 = 0 THEN 'failed' ELSE 'done' END, '{}', ARRAY[?::bigint, 100000000000000000 + i / 4]
       FROM generate_series(1, 20000) i`,
      [now / 1_000, guild],
    );
    await database.db.raw('ANALYZE kept_jobs');
    const searches: JobSearch[] = [
      {},
      { about: { touches: guild } },
      { about: { touches: String(10n ** 17n + 300n) } },
      { about: { job: '300' } },
      { outcome: 'failed' },
      { outcome: 'done', queue: 'effects' },
    ];
    for (const search of searches) {
      const ask = () => searchJobs(database, search, { limit: 50 });
      expect(await tablesScanned(database.db, ask), JSON.stringify(search)).to.satisfy(isSmall);
      expect(await blocksRead(database.db, ask), JSON.stringify(search)).to.be.below(200);
    }
  });

  /** Days without a row are read as they are: one block. */
  function isSmall(tables: string[]): boolean {
    const full = new Date(now - MINUTE).toISOString().slice(0, 10).replaceAll('-', '_');
    return !tables.includes(`kept_jobs_${full}`);
  }
});
