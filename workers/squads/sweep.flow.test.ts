import { expect } from 'chai';
import { roleId, userId } from '../../scripts/sandbox/index.ts';
import { keys } from '../../shared/core/keys.ts';
import { deleteSquad, squadOf, updateSquad } from '../../shared/squads/store.ts';
import { useSweptGuild } from '../maintenance/sweep.fixture.ts';
import { guild } from './guild.fixture.ts';

const ada = userId('ada');
const staff = roleId(guild, 'Staff'); // above the bot's
const veteran = roleId(guild, 'Veteran');

describe("squads' roles, swept", () => {
  const swept = useSweptGuild();

  it('are given where they are missing, once, and known from then on', async () => {
    const red = await swept.at.squad('Red');
    await swept.put('ada', red.id);
    await swept.sweep();
    await swept.sweep();
    expect(swept.at.rolesOf('ada')).to.eql(['Red']);
    expect(await swept.known('ada')).to.eql([red.role]);
    expect(swept.requests()).to.eql(['PUT 204']);
  });

  it('are left to whoever let them in for a minute', async () => {
    const red = await swept.at.squad('Red');
    await swept.put('ada', red.id);
    await swept.db.raw('UPDATE squad_members SET joined_at = now()');
    await swept.sweep();
    expect(swept.requests()).to.eql([]);
  });

  it('are taken from those who are not in the squad, and from nobody who earned them', async () => {
    const [red, blue] = [await swept.at.squad('Red'), await swept.at.squad('Blue')];
    for (const name of ['grace', 'linus']) await swept.at.pay(name, 1);
    await swept.put('ada', blue.id);
    await swept.know('ada', [red.role, blue.role]);
    await swept.know('grace', [red.role, veteran]);
    await swept.know('linus', [red.role]);
    const earned = { guild_id: guild, user_id: userId('linus'), role_id: red.role, state: 'granted' };
    await swept.db('role_grants').insert(earned);
    await swept.sweep();
    expect(['ada', 'grace', 'linus'].map(swept.at.rolesOf)).to.eql([['Blue'], ['Veteran'], ['Red']]);
    expect(swept.requests()).to.eql(['DELETE 204', 'DELETE 204']);
  });

  it('go with a deleted squad, and follow one that gets another role', async () => {
    const [red, blue] = [await swept.at.squad('Red'), await swept.at.squad('Blue')];
    await swept.put('ada', red.id, { role: red.role });
    await swept.put('grace', blue.id, { role: blue.role });
    await swept.put('linus', red.id);
    swept.at.bot.sandbox.leave(guild, userId('linus'));
    await swept.db.raw(`UPDATE guild_members SET active = false WHERE user_id = ${userId('linus')}`);
    await deleteSquad(swept, guild, { id: red.id });
    const changes = { role: veteran };
    await updateSquad(swept, guild, { id: blue.id, version: 1, changes });
    await swept.sweep();
    expect(['ada', 'grace'].map(swept.at.rolesOf)).to.eql([[], ['Veteran']]);
    expect(await swept.db('former_squad_roles')).to.eql([]);
    expect(await squadOf(swept, guild, ada)).to.equal(undefined);
    const before = swept.requests().length;
    await swept.sweep();
    expect(swept.requests()).to.have.length(before);
  });

  it('that were deleted in Discord need no taking', async () => {
    const red = await swept.at.squad('Red');
    await swept.put('ada', red.id, { role: red.role });
    swept.at.bot.sandbox.removeRole(guild, red.role);
    await deleteSquad(swept, guild, { id: red.id });
    await swept.sweep();
    expect(await swept.db('former_squad_roles')).to.eql([]);
    expect(await swept.db('failed_effects')).to.eql([]);
  });

  it('that Discord refuses are asked for again once roles have changed, or a day later', async () => {
    const high = await swept.at.squad('High', { role: staff });
    await swept.put('ada', high.id);
    await swept.sweep();
    await swept.sweep();
    expect(swept.requests()).to.eql(['PUT 403']);
    await swept.db.raw("UPDATE failed_effects SET failed_at = now() - interval '25 hours'");
    await swept.sweep();
    expect(swept.requests()).to.eql(['PUT 403', 'PUT 403']);
    const seen = { guild_id: guild, id: staff, name: 'Staff', color: 0, position: 1, permissions: '0' };
    await swept.db('guild_roles').insert({ ...seen, seen_at: new Date(Date.now() + 1) });
    swept.at.bot.sandbox.changeRole(guild, staff, { position: 1 });
    await swept.sweep();
    expect(swept.at.rolesOf('ada')).to.eql(['Staff']);
    expect(await swept.db('failed_effects')).to.eql([]);
  });

  it('that the bot lacks Manage Roles for are noted once, for however many members', async () => {
    const red = await swept.at.squad('Red');
    const workshop = swept.at.bot.sandbox.world.guilds.get(guild);
    const [own = ''] = workshop?.members.get(swept.at.bot.sandbox.botId)?.roles ?? [];
    swept.at.bot.sandbox.changeRole(guild, own, { permissions: '0' });
    await swept.put('ada', red.id);
    await swept.sweep();
    for (const name of ['grace', 'linus', 'margaret']) await swept.put(name, red.id);
    await swept.sweep();
    expect(swept.requests()).to.eql(['PUT 403']);
    const [{ why, status }] = await swept.db('failed_effects').select('why', 'status');
    expect({ why, status }).to.eql({ why: 'Missing Permissions', status: 403 });
  });

  it('are looked at piece by piece, where there are many', async () => {
    const red = await swept.at.squad('Red');
    await swept.put('ada', red.id);
    const many = `generate_series(1, 5000) n`;
    await swept.db.raw(`INSERT INTO discord_users (id) SELECT n FROM ${many}`);
    await swept.db.raw(`INSERT INTO guild_members (guild_id, user_id, roles)
      SELECT ${guild}, n, ARRAY[${red.role}::bigint] FROM ${many}`);
    await swept.db.raw(`INSERT INTO squad_members (guild_id, user_id, squad_id, joined_at)
      SELECT ${guild}, n, ${red.id}, now() - interval '1 hour' FROM ${many}`);
    await swept.sweep();
    expect(swept.requests()).to.eql([]);
    expect(await swept.redis.hlen(keys.sweepCursors())).to.equal(1);
    await swept.sweep();
    expect(swept.at.rolesOf('ada')).to.eql(['Red']);
    expect(await swept.redis.hlen(keys.sweepCursors())).to.equal(0);
  });
}).timeout(20_000);
