import { expect } from 'chai';
import { snowflakeAt } from '../core/snowflake.ts';
import { useDatabase } from '../testing/database.ts';
import { audit } from './audit.ts';
import { listActions, listAudit } from './audit-log.ts';

describe('the audit log', () => {
  const test = useDatabase();
  const [guild, other] = [snowflakeAt(Date.UTC(2020, 1, 1)), snowflakeAt(Date.UTC(2020, 1, 2))];
  const ada = { kind: 'staff', id: '1', name: 'ada' } as const;

  before(async () => {
    await test.db('guilds').insert({ id: guild, name: 'Guild' });
    await audit(test.db, { actor: ada, guild, action: 'settings.saved', after: { amount: 1 } });
    await audit(test.db, {
      actor: { kind: 'key', id: '1', name: 'script' },
      guild: other,
      action: 'settings.saved',
    });
    await audit(test.db, {
      actor: { kind: 'system', name: 'console' },
      action: 'staff.created',
      subject: 'ada',
    });
    await audit(test.db, { actor: ada, guild, action: 'key.revoked', before: 'a', after: 'b' });
  });

  const actionsOf = async (filter: Parameters<typeof listAudit>[1]) =>
    (await listAudit(test, filter)).map(({ action, actorKind }) => `${action} by ${actorKind}`);

  it('lists the newest first, a page at a time', async () => {
    const first = await listAudit(test, { limit: 3 });
    expect(first.map(({ action }) => action)).to.deep.equal([
      'key.revoked',
      'staff.created',
      'settings.saved',
    ]);
    const rest = await listAudit(test, { limit: 3, before: first.at(-1)?.id });
    expect(rest).to.have.length(1);
    expect(rest[0]).to.deep.include({ guildName: 'Guild', after: { amount: 1 }, before: null });
  });

  it('narrows to a guild, to whoever did it, and to what was done', async () => {
    expect(await actionsOf({ guild, limit: 9 })).to.deep.equal([
      'key.revoked by staff',
      'settings.saved by staff',
    ]);
    expect(await actionsOf({ actor: { kind: 'key', id: '1' }, limit: 9 })).to.deep.equal([
      'settings.saved by key',
    ]);
    expect(await actionsOf({ actor: { kind: 'system' }, limit: 9 })).to.deep.equal([
      'staff.created by system',
    ]);
    expect(await actionsOf({ action: 'settings.saved', guild: other, limit: 9 })).to.have.length(1);
  });

  it('knows which actions there are', async () => {
    expect(await listActions(test)).to.deep.equal(['key.revoked', 'settings.saved', 'staff.created']);
  });
});
