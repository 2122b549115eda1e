import { expect } from 'chai';
import { silent } from '../core/log.ts';
import { useDatabase } from '../testing/database.ts';
import { loadBytesSettings } from './store.ts';

describe('settings of bytes', () => {
  const test = useDatabase();

  it('leave out the guild whose stored ones cannot be read, and name it in the log once', async () => {
    await test.db.raw('INSERT INTO guilds (id) VALUES (1), (2), (3)');
    await test.db.raw(
      `INSERT INTO bytes_configs (guild_id, values) VALUES (1, '{"dailyAmount": 20}'), (2, '{"dailyAmount": "many"}')`,
    );
    const logged: unknown[] = [];
    const error = (details: object) => logged.push(details);
    const log = Object.assign(Object.create(silent), { error });
    const settings = await loadBytesSettings({ db: test.db, log }, ['1', '2', '3']);
    expect([...settings].map(([guild, { config }]) => [guild, config.dailyAmount])).to.deep.equal([
      ['1', 20],
      ['3', 10],
    ]);
    expect(logged).to.deep.equal([{ guild: '2', fields: ['dailyAmount'] }]);
  });
});
