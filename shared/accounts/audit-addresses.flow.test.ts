import { expect } from 'chai';
import { truncateAddresses } from '../analytics/truncate-addresses.ts';
import { DAY } from '../core/clock.ts';
import { useDatabase } from '../testing/database.ts';
import { audit } from './audit.ts';

describe('addresses in the log of changes', () => {
  const test = useDatabase();
  const ada = { kind: 'staff', id: '1', name: 'ada' } as const;

  it('are not kept of members, and of staff after thirty days only as networks', async () => {
    const addresses = ['192.0.2.77', '2001:db8:1:2:3::4', '::ffff:198.51.100.7', 'nowhere'];
    for (const ip of addresses) await audit(test.db, { actor: ada, action: 'a.done', ip });
    const member = { kind: 'member', id: '7', name: 'm' } as const;
    await audit(test.db, { actor: member, action: 'a.member-did', ip: '192.0.2.78' });
    const told = (action: string) => test.db('audit_entries').where({ action }).orderBy('id').pluck('ip');
    expect(await told('a.member-did')).to.deep.equal([null]);

    expect(await truncateAddresses(test, Date.now() + 29 * DAY)).to.equal(0);
    const rest = () =>
      test.db('audit_entries').orderBy('id').select('id', 'at', 'actor_name', 'subject', 'after');
    const untouched = await rest();
    expect(await truncateAddresses(test, Date.now() + 31 * DAY)).to.equal(4);
    expect(await truncateAddresses(test, Date.now() + 31 * DAY), 'a second time').to.equal(0);
    expect(await told('a.done')).to.deep.equal(['192.0.2.0/24', '2001:db8:1::/48', '198.51.100.0/24', null]);
    expect(await rest()).to.deep.equal(untouched);
  });

  it('are all that an entry may lose, and no more of them than that', async () => {
    await audit(test.db, { actor: ada, action: 'a.kept', ip: '192.0.2.79' });
    for (const change of [
      'ip = NULL',
      "ip = '192.0.3.0/24'",
      "ip = '192.0.2.79/32'",
      "ip = '192.0.2.0/24', actor_name = 'x'",
      "ip = '192.0.2.0/24', after = '{}'",
      "subject = 'x'",
    ]) {
      const refused = await test.db.raw(`UPDATE audit_entries SET ${change} WHERE action = 'a.kept'`).then(
        () => 'taken',
        (error: { code?: string }) => error.code,
      );
      expect(refused, change).to.equal('23001');
    }
  });
});
