import { expect } from 'chai';
import { roleId, userId } from '../../scripts/sandbox/index.ts';
import { setReward } from '../../shared/bytes/reward.fixture.ts';
import { useSweptGuild } from '../maintenance/sweep.fixture.ts';
import { guild } from '../squads/guild.fixture.ts';

const ada = userId('ada');
const staff = roleId(guild, 'Staff'); // above the bot's
const veteran = roleId(guild, 'Veteran');

describe('role rewards, swept', () => {
  const swept = useSweptGuild();

  const grants = async () =>
    (await swept.db('role_grants').orderBy(['user_id', 'role_id'])).map(({ state }) => state);

  /** Sweeps until all members were looked at: transactions of other tests, on the same server, are waited for too. */
  async function check(): Promise<void> {
    do await swept.sweep();
    while (await swept.db('bytes_roles').whereNotNull('checked_to').first('role_id'));
  }

  it('reach all who had received enough when they are made, and when they are lowered', async () => {
    for (const name of ['grace', 'linus']) await swept.at.pay(name, 200);
    await setReward(swept, guild, { role: veteran, threshold: 400 });
    await check();
    expect(['ada', 'grace', 'linus'].map((name) => swept.at.rolesOf(name).includes('Veteran'))).to.eql([
      ...[true, false, false],
    ]);
    await setReward(swept, guild, { role: veteran, threshold: 100 });
    await check();
    await swept.sweep();
    expect(swept.at.rolesOf('linus')).to.eql(['Veteran']);
    expect(await grants()).to.eql(['granted', 'granted', 'granted']);
    expect(swept.requests()).to.eql(['PUT 204', 'PUT 204', 'PUT 204']);
  });

  it('that were raised and lowered again reach those between, and take nothing from anybody', async () => {
    const set = (threshold: number) => setReward(swept, guild, { role: veteran, threshold });
    await set(400);
    await check();
    await set(2_000);
    await check();
    await swept.at.pay('grace', 1_000);
    await set(800);
    await check();
    expect([swept.at.rolesOf('ada'), swept.at.rolesOf('grace')]).to.eql([['Veteran'], ['Veteran']]);
  });

  it('wait for a payment that began before they were made', async () => {
    const { db } = swept;
    const payment = await db.transaction();
    await payment('guild_members').where({ user_id: ada }).update({ received: 5_000 });
    await setReward({ db, redis: swept.redis }, guild, { role: veteran, threshold: 4_000 });
    await swept.sweep();
    expect(await grants()).to.eql([]);
    await payment.commit();
    await check();
    expect(await grants()).to.eql(['granted']);
  });

  it('are asked for again where nobody did for a minute', async () => {
    const wanted = { guild_id: guild, user_id: ada, role_id: veteran };
    await swept.db('role_grants').insert(wanted);
    await swept.sweep();
    expect(swept.requests()).to.eql([]);
    await swept.db.raw("UPDATE role_grants SET changed_at = now() - interval '2 minutes'");
    await swept.sweep();
    expect(await grants()).to.eql(['granted']);
  });

  it('are given again to those who left and came back while nobody listened, and to nobody else', async () => {
    await swept.at.pay('grace', 1);
    const given = { guild_id: guild, role_id: veteran, state: 'granted' };
    await swept.db('role_grants').insert([ada, userId('grace')].map((user_id) => ({ ...given, user_id })));
    await swept.db.raw("UPDATE role_grants SET changed_at = now() - interval '2 days'");
    await swept.db.raw(
      `UPDATE guild_members SET joined_at = now() - interval '1 day' WHERE user_id = ${ada}`,
    );
    await swept.db.raw(
      `UPDATE guild_members SET joined_at = now() - interval '9 days' WHERE user_id <> ${ada}`,
    );
    await swept.sweep();
    await swept.sweep();
    expect([swept.at.rolesOf('ada'), swept.at.rolesOf('grace')]).to.eql([['Veteran'], []]);
    expect(swept.requests()).to.eql(['PUT 204']);
  });

  it('that Discord refused are tried again when that can help', async () => {
    await swept.db('role_grants').insert({ guild_id: guild, user_id: ada, role_id: staff, state: 'failed' });
    await swept.sweep();
    expect(swept.requests()).to.eql([]);
    const role = { guild_id: guild, name: 'x', color: 0, position: 1, permissions: '0' };
    await swept.db('guild_roles').insert({ ...role, id: veteran, seen_at: new Date(Date.now() + 60_000) });
    await swept.sweep();
    expect(swept.requests()).to.eql(['PUT 403']);
    expect(await grants()).to.eql(['failed']);
    await swept.db.raw("UPDATE guild_roles SET seen_at = now() - interval '1 hour'");
    await swept.sweep();
    expect(swept.requests()).to.have.length(1);
    await swept.db.raw("UPDATE role_grants SET changed_at = now() - interval '25 hours'");
    await swept.sweep();
    expect(swept.requests()).to.have.length(2);
    await swept.db.raw("UPDATE role_grants SET changed_at = now() - interval '25 hours'");
    await swept.db('guild_roles').insert({ ...role, id: staff, active: false });
    await swept.sweep();
    expect(swept.requests()).to.have.length(2);
  });
}).timeout(20_000);
