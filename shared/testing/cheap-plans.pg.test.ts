import { expect } from 'chai';
import { findCostly } from './cheap-plans.ts';
import { useDatabase } from './database.ts';
import { recordStatements, type Statement } from './statements.ts';

describe('the search for costly plans', () => {
  const database = useDatabase();
  const costly = (text: string, ...values: unknown[]) =>
    findCostly(database.db, [{ text, values }]).then((found) => found.map((one) => one.split(':')[0]));

  it('finds a large table that is read from end to end, if only to count it', async () => {
    expect(await costly('SELECT * FROM bytes WHERE reason = $1 LIMIT 1', 'x')).to.eql([
      'reads bytes from end to end',
    ]);
    expect(await costly('SELECT count(*) FROM guild_members')).to.have.length(1);
    expect(await costly('SELECT * FROM page_views ORDER BY ms DESC LIMIT 10')).to.have.length(1);
  });

  it('finds what reads much of one by an index', async () => {
    expect(await costly('SELECT sum(balance) FROM guild_members WHERE guild_id = $1', '1')).to.have.length(1);
    expect(
      await costly('SELECT * FROM bytes WHERE guild_id = $1 ORDER BY amount DESC LIMIT 5', '1'),
    ).to.have.length(1);
  });

  it('finds nothing where an index leads to a few rows, or a limit ends it', async () => {
    expect(await costly('SELECT * FROM bytes WHERE guild_id = $1 ORDER BY id DESC LIMIT 50', '1')).to.eql([]);
    expect(await costly('SELECT * FROM bytes WHERE guild_id = $1 AND receiver_id = $2', '1', '2')).to.eql([]);
    expect(
      await costly('SELECT * FROM page_views WHERE ip = $1 ORDER BY at DESC LIMIT 5', '10.0.0.1'),
    ).to.eql([]);
    expect(await costly('SELECT * FROM guild_members WHERE guild_id = $1 AND user_id = $2', '1', '2')).to.eql(
      [],
    );
    expect(await costly('SELECT * FROM guilds')).to.eql([]);
    expect(await costly('SELECT count(*) FROM (SELECT FROM bytes LIMIT 50000) read')).to.eql([]);
    expect(await costly('SELECT count(*) FROM (SELECT FROM bytes LIMIT 500000) read')).to.have.length(1);
  });

  it('is given every statement, with its values, also those of a transaction', async () => {
    const recording = recordStatements(database.url);
    let sent: Statement[] = [];
    try {
      await database.db('guilds').where({ id: '5' }).first();
      await database.db.transaction((trx) => trx('guilds').insert({ id: '6' }));
      sent = recording.statements();
    } finally {
      recording.stop();
    }
    expect(sent.map(({ text, values }) => [text.slice(0, 6), values])).to.eql([
      ['select', ['5', 1]],
      ['insert', ['6']],
    ]);
    expect(await findCostly(database.db, sent)).to.eql([]);
  });
});
