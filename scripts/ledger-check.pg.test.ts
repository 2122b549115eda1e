import { expect } from 'chai';
import { checkLedger } from '../shared/bytes/check-ledger.ts';
import { commitAwards } from '../shared/bytes/commit-awards.ts';
import { useDatabase } from '../shared/testing/database.ts';
import { orderOn } from '../shared/testing/members.ts';
import { inspect } from './ledger-check.ts';

describe('npm run ledger:check', () => {
  const database = useDatabase();
  const look = async () => {
    const lines: string[] = [];
    const { differ, text } = await inspect(database.db, {
      progress: () => {},
      found: (line) => lines.push(line),
    });
    return { lines, differ, text };
  };

  before(async () => {
    const guilds = ['100', '101', '102'];
    const members = Array.from({ length: 7 }, (_, i) => String(900 + i));
    const orders = guilds.flatMap((guild) => members.map((user) => orderOn(1, { guild, user })));
    await commitAwards(database, orders);
  });

  it('says that all agree', async () => {
    const { lines, differ, text } = await look();
    expect([lines, differ]).to.deep.equal([[], 0]);
    expect(text).to.match(/^21 members compared .* all agree\.$/);
  });

  it('looks at every member once, whatever the size of its pages', async () => {
    for (const members of [1, 2, 5, 21, 50]) {
      let looked = 0;
      for await (const page of checkLedger(database, { members })) looked += page.members;
      expect(looked).to.equal(21);
    }
  });

  it('names who differs, and in what', async () => {
    const set = (user: string, change: object) =>
      database.db('guild_members').where({ guild_id: '101', user_id: user }).update(change);
    await set('901', { balance: 7 });
    await set('903', { received: 0, sent: 3 });
    const { lines, differ } = await look();
    expect(differ).to.equal(2);
    expect(lines).to.deep.equal([
      'guild 101 member 901: balance 7, ledger 110',
      'guild 101 member 903: received 0, ledger 10; sent 3, ledger 0',
    ]);
  });
});
