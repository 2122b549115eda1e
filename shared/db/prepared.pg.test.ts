import { expect } from 'chai';
import { useDatabase } from '../testing/database.ts';
import { transact } from './knex.ts';
import { runTogether, type Step } from './prepared.ts';

const step = (name: string, sql: string, values: unknown[] = []): Step<unknown[]> => ({
  statement: { name, sql },
  values,
  read: (rows) => rows,
});
const insert = step('test-insert', 'INSERT INTO guilds (id) VALUES (?)', ['100']);
const count = step('test-count', 'SELECT count(*)::integer AS many FROM guilds');

describe('statements in one round trip', () => {
  const database = useDatabase();

  it('see what those before them wrote', async () => {
    const [, counted] = await transact(database.db, (trx) => runTogether(trx, [insert, count]));
    expect(counted).to.eql([{ many: 1 }]);
  });

  it('fail by the first one’s fault, and leave nothing behind but a usable connection', async () => {
    const failing = transact(database.db, (trx) => runTogether(trx, [insert, insert, count]));
    const error = await failing.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).to.include({ code: '23505' });
    const [, counted] = await transact(database.db, (trx) =>
      runTogether(trx, [step('test-other', 'SELECT 1'), count]),
    );
    expect(counted).to.eql([{ many: 1 }]);
  });
});
