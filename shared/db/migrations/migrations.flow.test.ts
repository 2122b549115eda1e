import { expect } from 'chai';
import { commitAwards } from '../../bytes/commit-awards.ts';
import { useDatabase } from '../../testing/database.ts';
import { orderOn } from '../../testing/members.ts';
import { migrationSource } from './index.ts';

describe('migrations', () => {
  const database = useDatabase();

  it('go up, down and up again on data', async () => {
    const { db } = database;
    await commitAwards({ db }, [orderOn(1)]);
    const before = await shape();
    await db.migrate.rollback({ migrationSource }, true);
    expect(await shape()).to.deep.equal([]);
    await db.migrate.latest({ migrationSource });
    expect(await shape()).to.deep.equal(before);
    await commitAwards({ db }, [orderOn(1)]);
  });

  /** Every column, index and function that is ours. */
  async function shape(): Promise<unknown[]> {
    const { rows } = await database.db.raw<{ rows: unknown[] }>(
      `SELECT table_name || '.' || column_name || ' ' || data_type AS thing FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name NOT LIKE 'knex%'
       UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'knex%'
       UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1`,
    );
    return rows;
  }
});

describe('the database itself', () => {
  const database = useDatabase();
  const refused = (sql: string) =>
    database.db.raw(sql).then(
      () => 'taken',
      (error: { code?: string }) => error.code,
    );

  before(() => commitAwards({ db: database.db }, [orderOn(1, { user: '900', guild: '100' })]));

  it('refuses a balance below zero', async () => {
    expect(await refused('UPDATE guild_members SET balance = -1')).to.equal('23514');
  });

  it('refuses movements of nothing, of unknown kinds, from nobody to nobody', async () => {
    const row = (values: string) =>
      refused(`INSERT INTO bytes (guild_id, receiver_id, amount, kind, operation) VALUES (${values})`);
    expect(await row("100, 900, 0, 'admin', 'a'")).to.equal('23514');
    expect(await row("100, 900, 1, 'gift', 'a'")).to.equal('23514');
    expect(await row("100, NULL, 1, 'admin', 'a'")).to.equal('23514');
  });

  it('refuses a ledger row of somebody who is no member', async () => {
    const row = `INSERT INTO bytes (guild_id, receiver_id, amount, kind, operation) VALUES (100, 901, 1, 'admin', 'a')`;
    expect(await refused(row)).to.equal('23503');
  });

  it('refuses the same operation, the same day and a second starting balance', async () => {
    const again = (what: string) =>
      refused(`INSERT INTO bytes (guild_id, receiver_id, amount, kind, operation, day, streak, multiplier)
        SELECT guild_id, receiver_id, amount, kind, ${what} FROM bytes WHERE kind = 'daily'`);
    expect(await again('operation, day + 1, streak, multiplier')).to.equal('23505');
    expect(await again("'other', day, streak, multiplier")).to.equal('23505');
    const starting = `INSERT INTO bytes (guild_id, receiver_id, amount, kind, operation) VALUES (100, 900, 1, 'starting', 'b')`;
    expect(await refused(starting)).to.equal('23505');
  });
});
