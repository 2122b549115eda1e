import { expect } from 'chai';
import { DAY, HOUR } from '../core/clock.ts';
import { openLog, silent } from '../core/log.ts';
import { isDataFault, openDatabase } from '../db/knex.ts';
import { ensurePartitions } from '../db/partitions.ts';
import { useDatabase } from '../testing/database.ts';
import { tablesScanned } from '../testing/plans.ts';
import { addTo, emptyBatch, most } from './batch.ts';
import { collectErrors } from './collect.ts';
import { findError, findTold, listErrors, listOccurrences } from './list.ts';
import type { Logged } from './logged.ts';
import { resolveError } from './resolve.ts';
import { saveBatch } from './save.ts';

const by = { actor: { kind: 'system', name: 'test' } } as const;

describe('errors', () => {
  const database = useDatabase();
  const now = Date.now();

  before(async () => {
    const today = { from: now - HOUR, to: now + HOUR };
    await ensurePartitions(database.db, { table: 'error_occurrences', by: 'day', ...today });
    await ensurePartitions(database.db, { table: 'hourly_stats', by: 'month', ...today });
  });
  afterEach(() => database.db.raw('TRUNCATE route_errors, error_occurrences, hourly_stats'));

  const logged = (more: Partial<Logged> = {}): Logged => ({
    ...{ at: now, process: 'web-host-0', type: 'Error', code: null, causes: [], message: 'broken' },
    ...{ stack: null, told: undefined, ip: '203.0.113.7', facts: { logged: 'request failed' } },
    ...more,
  });
  const batchOf = (...all: Logged[]) => {
    const batch = emptyBatch();
    for (const one of all) addTo(batch, one);
    return batch;
  };
  const only = async () => {
    const [error, ...others] = await listErrors(database, { state: 'open', limit: 10 });
    if (!error || others.length > 0) throw new Error(`${others.length} others`);
    return error;
  };
  const countOf = async (stat: string, label: string) =>
    Number((await database.db('hourly_stats').where({ stat, label }).sum('count AS sum').first())?.sum);

  it('of a storm are counted exactly, some of them kept, and each found by its id', async () => {
    const errors = collectErrors();
    const log = openLog('web-host-0', 'info', { to: { write() {} }, errors });
    const err = new Error('storm');
    for (let i = 0; i < 10_000; i++) log.error({ err, ...(i % 20 ? {} : { errorId: `e${i}` }) }, 'failed');
    const kept = errors.keepIn({ db: database.db, log: silent });
    await kept.close();
    const { id, occurrences } = await only();
    expect(occurrences).to.equal('10000');
    expect([await countOf('errors', ''), await countOf('errors', 'web')]).to.deep.equal([10_000, 10_000]);
    expect(await countOf('errors-by-kind', id)).to.equal(10_000);
    const stored = await listOccurrences(database, id, { limit: 2_000 });
    expect(stored.filter(({ stack }) => stack !== null)).to.have.length(most.samplesOfKind);
    expect(await findTold(database, 'e9980')).to.include({ errorId: id, message: '', stack: null });
  });

  it('of more kinds than one can tell apart stay within bounds, and none goes uncounted', async () => {
    const batch = batchOf(
      ...Array.from({ length: 3_000 }, (_, i) => logged({ type: `T${i}`, told: `t${i}` })),
    );
    expect(batch.groups.size).to.equal(most.kinds + 1);
    expect(batch.occurrences).to.have.length(most.samples + most.told);
    await saveBatch(database, batch);
    expect(await countOf('errors', '')).to.equal(3_000);
  });

  it('of one batch are counted once, even where it is saved again', async () => {
    const batch = batchOf(logged(), logged({ at: now + 5 }));
    await Promise.all([saveBatch(database, batch), saveBatch(database, batch)]);
    await saveBatch(database, batch);
    const { id, occurrences, lastAt } = await only();
    expect([occurrences, lastAt.getTime()]).to.deep.equal(['2', now + 5]);
    expect(await countOf('errors', '')).to.equal(2);
    expect(await listOccurrences(database, id, { limit: 10 })).to.have.length(2);
  });

  it('wait where there is no partition for them yet, and are counted once then', async () => {
    const batch = batchOf(logged({ at: now - 3 * DAY }), logged({ at: now + 40 * DAY }));
    await saveBatch(database, batch).then(
      () => expect.fail('occurrences are lost'),
      (error: unknown) => expect(isDataFault(error)).to.equal(true),
    );
    expect(await listErrors(database, { state: 'open', limit: 10 })).to.deep.equal([]);
    const late = batchOf(logged({ at: now - 3 * DAY }), logged());
    for (const _ of [1, 2]) await saveBatch(database, late);
    expect(await only()).to.include({ occurrences: '2' });
  });

  it('are kept without a secret, also where it stands at the cut', async () => {
    const token = `${'M'.repeat(26)}.Gabcde.${'t'.repeat(38)}`;
    const message = `${'x '.repeat(980)} ${token} `.padEnd(3_000, 'y ');
    await saveBatch(database, batchOf(logged({ message, ip: '::ffff:203.0.113.7' })));
    const { id, message: kept } = await only();
    expect(kept).to.have.length.within(1_900, 2_000).and.include('[hidden]');
    expect(kept).not.to.include('MMMM');
    expect((await listOccurrences(database, id, { limit: 1 }))[0]?.ip).to.equal('203.0.113.7');
  });

  it('wait in memory while Postgres is away', async () => {
    const errors = collectErrors();
    const log = openLog('shards-host-0', 'info', { to: { write() {} }, errors });
    const away = openDatabase('postgres://127.0.0.1:1/none');
    log.error('first');
    await errors.keepIn({ db: away, log }).close();
    log.error('second');
    await errors.keepIn({ db: database.db, log }).close();
    expect(
      (await listErrors(database, { state: 'open', limit: 10 })).map(({ message }) => message),
    ).to.have.members(['first', 'second']);
    await away.destroy();
  });

  it('that come back after they were resolved are open again', async () => {
    await saveBatch(database, batchOf(logged()));
    const { id } = await only();
    expect((await resolveError(database, id, by)).is).to.equal('resolved');
    expect((await resolveError(database, id, by)).is).to.equal('already');
    await saveBatch(database, batchOf(logged({ at: now - 1_000 })));
    expect((await findError(database, id))?.resolvedBy, 'it happened before').to.equal('test');
    await saveBatch(database, batchOf(logged({ at: Date.now() + 1_000 })));
    expect(await only()).to.include({ occurrences: '3', reopened: 1, resolvedAt: null, resolvedBy: null });
    const entries = await database.db('audit_entries').where({ action: 'error.resolved' });
    expect(entries).to.have.length(1);
  });

  it('are listed page by page, without reading all of them', async () => {
    await database.db.raw(
      `INSERT INTO route_errors (fingerprint, type, message, place, first_at, last_at, resolved_at)
         SELECT i, 'T' || i, 'm', 'p', now(), now() - i / 2 * interval '1 minute', CASE WHEN i % 50 = 0 THEN now() END
         FROM generate_series(1, 5000) i;
       INSERT INTO error_occurrences (id, at, error_id, told, process, message, facts)
         SELECT gen_random_uuid(), to_timestamp(${now} / 1000.0), i % 500, 'x' || i, 'p', 'm', '{}' FROM generate_series(1, 5000) i;
       ANALYZE route_errors, error_occurrences`,
    );
    const first = await listErrors(database, { state: 'open', limit: 5 });
    const last = first.at(-1);
    const before = { at: last?.lastAt ?? new Date(), id: last?.id ?? '' };
    const second = await listErrors(database, { state: 'open', before, limit: 5 });
    expect([...first, ...second].map(({ type }) => type).toSorted()).to.have.length(10);
    expect(new Set([...first, ...second].map(({ id }) => id)).size).to.equal(10);
    const place = { at: new Date(now), id: 'f0000000-0000-4000-8000-000000000000' };
    const scanned = await tablesScanned(database.db, async () => {
      await listErrors(database, { state: 'open', before, limit: 50 });
      await listErrors(database, { state: 'resolved', before, limit: 50 });
      await listOccurrences(database, '7', { before: place, limit: 20 });
      await findTold(database, 'x99');
    });
    expect(scanned).to.deep.equal([]);
  });
});
