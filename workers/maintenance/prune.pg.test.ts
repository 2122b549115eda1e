import { expect } from 'chai';
import { DAY, HOUR, MINUTE } from '../../shared/core/clock.ts';
import { keptDays } from '../../shared/core/kept-days.ts';
import { forGood, pruned, retention } from '../../shared/db/retention.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { tablesScanned } from '../../shared/testing/plans.ts';
import { pruneOldRows } from './prune.ts';

const night = Date.UTC(2026, 10, 20, 3, 5);

describe('what is kept for a time only', () => {
  const database = useDatabase();
  const failures = async () => Number((await database.db('failed_effects').count({ n: '*' }).first())?.n);
  const prune = (now: number) => pruneOldRows({ db: database.db, clock: () => now });

  before(async () => {
    // one a minute; the first 12,000 are older than thirty days
    await database.db.raw(
      `INSERT INTO failed_effects (job, guild_id, effect, status, code, why, failed_at)
       SELECT n, 1, '{"kind":"react"}', 403, '1', '', ?::timestamptz + n * interval '1 minute'
       FROM generate_series(1, 20000) n`,
      [new Date(night - 30 * DAY - 12_001 * MINUTE)],
    );
    await database.db.raw('ANALYZE failed_effects');
  });

  it('stays by day', async () => {
    await prune(night + HOUR);
    await prune(night - HOUR);
    expect(await failures()).to.equal(20_000);
  });

  it('goes at night, whoever does it, and however often', async () => {
    await Promise.all([prune(night), prune(night)]);
    await prune(night);
    expect(await failures()).to.equal(8_000);
    const oldest = await database.db('failed_effects').min({ at: 'failed_at' }).first();
    expect(oldest?.at.getTime()).to.equal(night - 30 * DAY);
  });

  it('stays as long as was chosen instead', async () => {
    const { db } = database;
    await db('alarms').delete();
    const cleared = [40, 100].map((days) => new Date(night - days * DAY));
    const alarm = { kind: 'disk', text: '', raised_at: new Date(0), seen_at: new Date(0) };
    await db('alarms').insert(cleared.map((cleared_at, n) => ({ ...alarm, subject: `${n}`, cleared_at })));
    const left = async () => Number((await db('alarms').count({ n: '*' }).first())?.n);
    await pruneOldRows({ db, clock: () => night, config: { RETENTION: { alarms: 120 } } });
    expect(await left()).to.equal(2);
    await prune(night);
    expect(await left()).to.equal(1);
    await pruneOldRows({ db, clock: () => night, config: { RETENTION: { alarms: 30 } } });
    expect(await left()).to.equal(0);
  });

  it('goes of operations and evidence when nothing can ask for it again; what fired stays', async () => {
    const { db } = database;
    const old = new Date(night - 91 * DAY);
    await db('operations').insert([
      { id: 'int:1', guild_id: 1, kind: 'transfer', outcome: '{}', created_at: old },
      { id: 'int:2', guild_id: 1, kind: 'transfer', outcome: '{}', created_at: new Date(night - 89 * DAY) },
    ]);
    await db('guilds').insert({ id: 1 });
    const times = { started_at: old, latest_at: old, until_at: old };
    const what = {
      rule_id: 1,
      rule_name: '',
      rule_kind: 'words',
      rule_version: 1,
      action: '{}',
      mode: 'enforce',
    };
    const [{ id: firing_id }] = await db('automod_firings')
      .insert({
        guild_id: 1,
        user_id: 2,
        burst: 'b',
        deletes: true,
        outcome: 'acted',
        conditions: '[]',
        ...what,
        ...times,
      })
      .returning('id');
    await db('automod_firing_messages').insert({ firing_id, message_id: 3, channel_id: 4, at: old });
    await prune(night);
    expect(await db('operations').pluck('id')).to.deep.equal(['int:2']);
    expect(await db('automod_firing_messages')).to.deep.equal([]);
    expect(await db('automod_firings').pluck('id')).to.deep.equal([firing_id]);
  });

  it('was decided for every table there is', async () => {
    const { rows } = await database.db.raw<{ rows: { name: string }[] }>(
      `SELECT c.relname AS name FROM information_schema.tables t JOIN pg_class c ON c.oid = format('%I.%I', t.table_schema, t.table_name)::regclass
       WHERE t.table_schema = 'public' AND NOT c.relispartition AND c.relname NOT LIKE 'knex%'`,
    );
    const decided = [...retention.map(({ table }) => table), ...Object.keys(forGood)];
    expect(decided).to.have.members(rows.map(({ name }) => name));
    expect(new Set(decided).size, 'each once').to.equal(decided.length);
    for (const [table, { usual, least, most }] of Object.entries(keptDays)) {
      expect(usual, table).to.be.within(least, most);
      expect(retention.find((one) => one.table === table)?.kept, table).to.equal(usual * DAY);
    }
  });

  it('is found by an index, and is a table that there is', async () => {
    expect(await tablesScanned(database.db, () => prune(night))).to.not.include('failed_effects');
    for (const { table, since } of pruned) {
      const { rows } = await database.db.raw(
        `SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
         WHERE i.indrelid = ?::regclass AND a.attname = ? AND i.indpred IS NULL`,
        [table, since],
      );
      expect(rows, `index of ${table} by ${since}`).to.have.length.above(0);
    }
    const { rows: partitioned } = await database.db.raw(
      'SELECT relname AS name FROM pg_class WHERE oid IN (SELECT partrelid FROM pg_partitioned_table) ORDER BY 1',
    );
    const told = retention.filter(({ is }) => is === 'partitions').map(({ table }) => table);
    expect(partitioned.map(({ name }: { name: string }) => name)).to.deep.equal(told.toSorted());
  });
});
