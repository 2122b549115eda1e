import { expect } from 'chai';
import { roleId, userId } from '../../scripts/sandbox/index.ts';
import { squadOf } from '../../shared/squads/store.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { guild, type Shown, type SquadGuild, startGuild } from './guild.fixture.ts';

describe("squads' roles in Discord", () => {
  const database = useDatabase();
  const redis = useRedis();
  let at: SquadGuild;

  beforeEach(async () => {
    await redis.redis.flushdb();
    const tables = 'squad_members, squads, bytes, guild_members, guilds, operations, failed_effects';
    await database.db.raw(`TRUNCATE ${tables} CASCADE`);
    at = await startGuild(database, redis);
    await at.pay('ada', 500);
  });
  afterEach(async () => {
    expect(at.bot.sandbox.violations).to.eql([]);
    await at.close();
  });

  /** Ada is in Red, and was asked whether she wants to pay for Blue. */
  async function askToSwitch(): Promise<Shown> {
    await at.squad('Red');
    await at.squad('Blue');
    await at.press('ada', await at.use('ada', 'join'), 'Red');
    return at.press('ada', await at.use('ada', 'join'), 'Blue');
  }

  it('follow, one for the other', async () => {
    const prompt = await askToSwitch();
    await at.doEffects();
    expect(at.rolesOf('ada')).to.eql(['Red']);
    await at.press('ada', prompt, 'Confirm');
    await at.doEffects();
    expect(at.rolesOf('ada')).to.eql(['Blue']);
    await at.press('ada', await at.use('ada', 'leave'), 'Confirm');
    await at.doEffects();
    expect(at.rolesOf('ada')).to.eql([]);
  });

  it('are given by the squad one is in when they are given', async () => {
    const prompt = await askToSwitch();
    await at.press('ada', prompt, 'Confirm');
    await at.doEffects();
    expect(at.rolesOf('ada')).to.eql(['Blue']);
    const given = at.bot.sandbox.requests.filter(
      ({ method, route }) => method === 'PUT' && route.includes('roles'),
    );
    expect(given).to.have.length(1);
  });

  it('that the bot may not give are noted, and shown to the member', async () => {
    await at.squad('High', { role: roleId(guild, 'Staff') });
    await at.press('ada', await at.use('ada', 'join'), 'High');
    await at.doEffects();
    expect(at.rolesOf('ada')).to.eql([]);
    const [failure] = await database.db('failed_effects').select('status', 'effect');
    expect(failure).to.nested.include({ status: 403, 'effect.kind': 'squad-role' });
    const { message } = await at.use('ada', 'info');
    expect(message.embeds[0]?.description).to.include('Discord does not let me give its role');
    expect((await squadOf(database, guild, userId('ada')))?.name).to.equal('High');
  });

  it('that were deleted are noted to be given, and need no taking', async () => {
    const red = await at.squad('Red');
    at.bot.sandbox.removeRole(guild, red.role);
    await at.press('ada', await at.use('ada', 'join'), 'Red');
    await at.doEffects();
    const noted = () => database.db('failed_effects').pluck('status');
    expect(await noted()).to.eql([404]);
    await at.press('ada', await at.use('ada', 'leave'), 'Confirm');
    await at.doEffects();
    expect(await noted()).to.eql([]);
  });
});
