import { expect } from 'chai';
import { raw } from 'objection';
import { BytesRole } from '../../shared/bytes/model.ts';
import { type Knex, openDatabase, transact } from '../../shared/db/knex.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { isOutside } from './outside.ts';

describe('faults of Postgres', () => {
  const test = useDatabase();

  it('are outside where the connection is taken away in the middle', async () => {
    const askers = [
      (db: Knex) => db.raw('SELECT pg_sleep(30)'),
      (db: Knex) => BytesRole.query(db).from(raw('(SELECT pg_sleep(30)) AS sleep')), // Objection wraps what pg throws
      (db: Knex) => transact(db, (trx) => trx.raw('SELECT pg_sleep(30)')), // what is thrown is the failed ROLLBACK
    ];
    for (const ask of askers) {
      const db = openDatabase(test.url, { name: 'to be ended', pool: 1 });
      const [error] = await Promise.all([thrownBy(ask(db)), endConnection()]);
      expect(isOutside(error)).eq(true);
      await db.destroy();
    }
  });

  it('are outside where a query comes upon a connection that just ended', async () => {
    const askers = [
      (db: Knex) => db.raw('SELECT 1'),
      (db: Knex) => transact(db, (trx) => trx.raw('SELECT 1')),
    ];
    for (const ask of askers) {
      const db = openDatabase(test.url, { name: 'to be ended', pool: 1 });
      const [first] = await Promise.all([thrownBy(db.raw('SELECT pg_sleep(30)')), endConnection()]);
      const second = await ask(db).then(
        () => first,
        (error: unknown) => error,
      );
      expect(isOutside(second)).eq(true);
      await db.destroy();
    }
  });

  it('are outside where a connection ends between the statements of a transaction', async () => {
    const db = openDatabase(test.url, { name: 'to be ended', pool: 1 });
    const work = transact(db, async (trx) => {
      const sleep = thrownBy(trx.raw('SELECT pg_sleep(30)'));
      await Promise.all([sleep, endConnection()]);
      await trx.raw('SELECT 1');
    });
    expect(isOutside(await thrownBy(work))).eq(true);
    await db.destroy();
  });

  it('are outside where a query takes too long', async () => {
    const asked = BytesRole.query(test.db).from(raw('(SELECT pg_sleep(30)) AS sleep'));
    expect(isOutside(await thrownBy(asked.timeout(50, { cancel: true })))).eq(true);
  });

  it('are outside where no answer comes', async () => {
    const db = openDatabase(test.url, { name: 'silent', pool: 1 });
    Object.assign(db.client.connectionSettings, { query_timeout: 50 });
    expect(isOutside(await thrownBy(db.raw('SELECT pg_sleep(1)')))).eq(true);
    await db.destroy();
  });

  it('are outside where Postgres answers but cannot work as it is', async () => {
    const unmigrated = thrownBy(test.db.raw('SELECT * FROM a_table_of_the_next_version'));
    expect(isOutside(await unmigrated)).eq(true);
    const readOnly = transact(test.db, async (trx) => {
      await trx.raw('SET TRANSACTION READ ONLY');
      await trx.raw('INSERT INTO guilds (id) VALUES (1)');
    });
    expect(isOutside(await thrownBy(readOnly))).eq(true);
    const nowhere = openDatabase(Object.assign(new URL(test.url), { pathname: '/no_such' }).href, {
      pool: 1,
    });
    expect(isOutside(await thrownBy(nowhere.raw('SELECT 1')))).eq(true);
    await nowhere.destroy();
  });

  it('are not where a constraint refuses the data', async () => {
    const insert = BytesRole.query(test.db).insert({ guildId: '1', roleId: '2', threshold: '-5' });
    expect(isOutside(await thrownBy(insert))).eq(false);
    const tooLarge = transact(test.db, (trx) => trx.raw("SELECT '9223372036854775808'::bigint"));
    expect(isOutside(await thrownBy(tooLarge))).eq(false);
  });

  async function endConnection(): Promise<void> {
    const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'to be ended' AND wait_event = 'PgSleep'`;
    for (let ended = 0; ended === 0; ) ended = (await test.db.raw(end)).rows.length;
  }
});

async function thrownBy(work: PromiseLike<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
