import { expect } from 'chai';
import { roleId, userId } from '../../scripts/sandbox/index.ts';
import type { Envelope } from '../../shared/core/events.ts';
import { useSweptGuild } from '../maintenance/sweep.fixture.ts';
import { guild } from './guild.fixture.ts';
import { receiveMembers } from './returning.ts';

const grace = userId('grace');
const veteran = roleId(guild, 'Veteran');

describe('members who come back', () => {
  const swept = useSweptGuild();

  it('get the roles that they had, once, however often it is told', async () => {
    const red = await swept.at.squad('Red');
    await swept.put('grace', red.id, { role: red.role });
    const granted = { state: 'granted', changed_at: new Date(Date.now() - 60_000) };
    await swept.db('role_grants').insert({ guild_id: guild, user_id: grace, role_id: veteran, ...granted });
    swept.at.bot.sandbox.leave(guild, grace);
    swept.at.bot.sandbox.join(guild, grace);
    const event = arrival(Date.now() - 1_000);
    await receiveMembers(swept.at.bot.context, { events: [event], attempt: 0 });
    await swept.at.doEffects();
    expect(swept.at.rolesOf('grace').sort()).to.eql(['Red', 'Veteran']);
    await receiveMembers(swept.at.bot.context, { events: [event], attempt: 1 });
    const { state } = await swept.db('role_grants').first('state');
    expect(state).to.equal('granted');
  });

  function arrival(when: number): Envelope<'GUILD_MEMBER_ADD'> {
    const user = { id: grace, username: 'grace', globalName: 'Grace', avatar: null, bot: false };
    const member = {
      user,
      nick: null,
      avatar: null,
      roles: [],
      joinedAt: null,
      timedOutUntil: null,
      pending: false,
    };
    return { t: 'GUILD_MEMBER_ADD', id: 'session-1', at: when, d: { guild, member } };
  }
}).timeout(20_000);
