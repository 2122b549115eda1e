import { expect } from 'chai';
import { channelId, guildId, roleId, userId } from '../../scripts/sandbox/index.ts';
import { findGrant, RoleGrant } from '../../shared/bytes/grants.ts';
import { setReward } from '../../shared/bytes/reward.fixture.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import { openDatabase } from '../../shared/db/knex.ts';
import { FailedEffect } from '../../shared/effects/model.ts';
import type { PlannedEffect } from '../../shared/effects/planned.ts';
import { configure } from '../../shared/settings/configure.fixture.ts';
import { bytesSettings } from '../../shared/settings/registry.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { perform } from '../effects/perform.ts';
import { kinds } from '../effects/routes.ts';
import { type SquadGuild, startGuild } from '../squads/guild.fixture.ts';
import { awardDaily } from './award.ts';

const guild = guildId('Workshop');
const general = channelId(guild, 'general');
const help = channelId(guild, 'help');
const veteran = roleId(guild, 'Veteran');
const staff = roleId(guild, 'Staff'); // above the bot's
const [ada, grace] = [userId('ada'), userId('grace')];

describe('roles that are earned with bytes', () => {
  const database = useDatabase();
  const redis = useRedis();
  let at: SquadGuild;
  beforeEach(async () => {
    await redis.redis.flushdb();
    await database.db.raw(
      'TRUNCATE operations, failed_effects, role_grants, bytes, bytes_roles, bytes_configs, guild_members CASCADE',
    );
    at = await startGuild(database, redis);
    await at.pay('ada', 100);
  });
  afterEach(async () => {
    expect(at.bot.sandbox.violations).to.eql([]);
    await at.close();
  });

  async function reward(role: string, threshold = 10): Promise<void> {
    await setReward({ db: database.db, redis: redis.redis }, guild, { role, threshold });
    at.bot.context.settings.bytes.forget(guild);
  }
  const send = async (amount = 10) => {
    const options = { user: grace, amount };
    const place = { guild, user: ada, channel: help };
    await at.answer(at.bot.sandbox.slash({ ...place, name: 'bytes', subcommand: 'send', options }));
  };
  const awards = async () => {
    const place = { guild, user: ada, name: 'bytes', subcommand: 'awards' };
    const asked = at.bot.sandbox.slash({ ...place, options: { user: grace } });
    return (await at.answer(asked)).message.content;
  };
  const grantOf = (role: string) => findGrant(database, { guild, user: grace, role });
  /** Messages about a role, with the channel they are in. */
  const told = () =>
    [...at.bot.sandbox.world.channels.values()].flatMap(({ name, messages }) =>
      [...messages.values()]
        .filter(({ content }) => content.includes('earned the role'))
        .map(({ content }) => [name, content]),
    );
  const telling = (role: string) => ({
    kind: 'grant-role' as const,
    guild,
    user: grace,
    role,
    tell: { channel: help, content: 'earned the role' },
  });

  it('are told once Discord has confirmed them, where they were earned', async () => {
    await reward(veteran);
    await send();
    expect(told()).to.eql([]);
    await at.doEffects();
    expect(at.rolesOf('grace')).to.include('Veteran');
    expect(told()).to.eql([
      ['help', `<@${grace}> earned the role <@&${veteran}>: 10 bytes received in total.`],
    ]);
    const [line] = at.bot.sandbox.requests.filter(({ body }) => Object(body).content?.includes('earned'));
    expect(line?.body).to.deep.include({ allowed_mentions: { parse: [] }, enforce_nonce: true });
  });

  it('of a daily award are told where the message was', async () => {
    await reward(veteran);
    const { sandbox, context } = at.bot;
    const { id } = sandbox.message({ guild, channel: general, author: grace, content: 'hi' });
    const author = { id: grace, username: 'grace', globalName: null, avatar: null };
    const mentions = { users: 0, roles: 0, everyone: false };
    const rest = { roles: [], joinedAt: null, content: 'hi', attachments: [], flags: 0, mentions };
    const event = {
      t: 'MESSAGE_CREATE' as const,
      id,
      at: 1,
      d: { id, guild, channel: general, author, ...rest },
    };
    await awardDaily(context, { events: [event], attempt: 0 });
    await at.doEffects();
    expect(told().map(([channel]) => channel)).to.eql(['general']);
  });

  it('that Discord refuses are not told, but noted with why', async () => {
    await reward(staff);
    await send();
    await at.doEffects();
    expect(told()).to.eql([]);
    expect(await grantOf(staff)).to.include({ state: 'failed', why: 'Missing Permissions' });
    const failed = await FailedEffect.query(database.db);
    expect(failed.map(({ status, code }) => [status, code])).to.eql([[403, '50013']]);
    expect(await awards())
      .to.include('Discord did not let me give it')
      .and.include('Missing Permissions');
  });

  it('are not told where announcements are off', async () => {
    await configure({ db: database.db, redis: redis.redis }, bytesSettings, guild, { announce: 'off' });
    await reward(veteran);
    await send();
    await at.doEffects();
    expect(at.rolesOf('grace')).to.include('Veteran');
    expect(told()).to.eql([]);
  });

  it('are told once, however often they are given', async () => {
    await reward(veteran);
    await send();
    await at.doEffects();
    for (const again of [1, 2]) {
      await RoleGrant.query(database.db).patch({ state: 'wanted' });
      await at.bot.context
        .queue('effects', { index: 0, of: 1 })
        .add('grant-role', telling(veteran), { jobId: `again-${again}` });
      await at.doEffects();
    }
    expect(told()).to.have.lengthOf(1);
    expect((await grantOf(veteran))?.state).to.equal('granted');
  });

  it('are told though the process dies before it is written down that Discord confirmed them', async () => {
    await reward(veteran);
    await send();
    const follows: PlannedEffect[] = [];
    const follow = async (next: PlannedEffect) => void follows.push(next);
    const away = openDatabase('postgres://127.0.0.1:9/nowhere');
    const dying = { ...kinds['grant-role'], isWanted: async () => true };
    const deps = { ...at.bot.context, follow };
    const first = await perform(
      { ...deps, db: away },
      { ...kinds, 'grant-role': dying },
      'grant-role',
      telling(veteran),
    );
    await away.destroy();
    expect(first.is).to.equal('later');
    const second = await perform(deps, kinds, 'grant-role', telling(veteran));
    expect(second.is).to.equal('done');
    expect(follows.map(({ id }) => id)).to.eql([
      `announce-${guild}-${grace}-${veteran}`,
      `announce-${guild}-${grace}-${veteran}`,
    ]);
  });

  it('that were refused are asked for again, but not by everybody at any time', async () => {
    await reward(staff);
    await send();
    await at.doEffects();
    expect(await awards()).to.include('Discord did not let me give it');
    await at.doEffects();
    const asked = () => at.bot.sandbox.requests.filter(({ route }) => route.endsWith('/roles/:role')).length;
    expect(asked()).to.equal(1);
    at.bot.pass(11 * MINUTE);
    expect(await awards()).to.equal(`On the way: <@&${staff}>`);
    await at.doEffects();
    expect(asked()).to.equal(2);
  });

  it('that `/bytes awards` finds are given once, also when it is delivered twice', async () => {
    await at.pay('grace', 50);
    await reward(veteran);
    const place = { guild, user: ada, name: 'bytes', subcommand: 'awards', options: { user: grace } };
    const asked = at.bot.sandbox.slash(place);
    await Promise.all([at.bot.handle(asked), at.bot.handle(asked)]);
    expect((await asked.message()).content).to.equal(`On the way: <@&${veteran}>`);
    await at.doEffects();
    await at.bot.handle(asked, { attempt: 1 });
    await at.doEffects();
    expect((await asked.message()).content).to.equal(`Earned: <@&${veteran}>`);
    expect(at.bot.sandbox.requests.filter(({ route }) => route.endsWith('/roles/:role'))).to.have.lengthOf(1);
    expect(told()).to.eql([]);
  });
});
