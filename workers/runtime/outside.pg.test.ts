import { expect } from 'chai';
import { raw } from 'objection';
import { BytesRole } from '../../shared/bytes/model.ts';
import { type Knex, openDatabase } from '../../shared/db/knex.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { isOutside } from './outside.ts';

describe('faults of Postgres', () => {
  const test = useDatabase();

  it('are outside where the connection is taken away in the middle', async () => {
    const askers = [
      (db: Knex) => db.raw('SELECT pg_sleep(30)'),
      (db: Knex) => BytesRole.query(db).from(raw('(SELECT pg_sleep(30)) AS sleep')), // Objection wraps what pg throws
    ];
    for (const ask of askers) {
      const db = openDatabase(test.url, { name: 'to be ended', pool: 1 });
      const [error] = await Promise.all([thrownBy(ask(db)), endConnection()]);
      expect(isOutside(error)).eq(true);
      await db.destroy();
    }
  });

  it('are outside where a query comes upon a connection that just ended', async () => {
    const db = openDatabase(test.url, { name: 'to be ended', pool: 1 });
    const [first] = await Promise.all([thrownBy(db.raw('SELECT pg_sleep(30)')), endConnection()]);
    const second = await db.raw('SELECT 1').then(
      () => first,
      (error: unknown) => error,
    );
    expect(isOutside(second)).eq(true);
    await db.destroy();
  });

  it('are outside where a query takes too long', async () => {
    const asked = BytesRole.query(test.db).from(raw('(SELECT pg_sleep(30)) AS sleep'));
    expect(isOutside(await thrownBy(asked.timeout(50, { cancel: true })))).eq(true);
  });

  it('are not where a constraint refuses the data', async () => {
    const insert = BytesRole.query(test.db).insert({ guildId: '1', roleId: '2', threshold: '-5' });
    expect(isOutside(await thrownBy(insert))).eq(false);
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
