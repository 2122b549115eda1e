import { expect } from 'chai';
import { ChannelType, OverwriteType, PermissionFlagsBits } from 'discord-api-types/v10';
import { channelId, guildId, roleId, type Sandbox, userId } from '../../scripts/sandbox/index.ts';
import { eventually, useLiveSync } from './live.fixture.ts';
import { expectAsInDiscord, isAsInDiscord } from './truth.fixture.ts';

const town = guildId('Town');
const club = guildId('Club');
const lost = guildId('Lost');
const names = ['ada', 'ben', 'cleo', 'dora', 'emil', 'fay', 'gus'];
const [ada = '', ben = '', cleo = '', dora = '', emil = '', fay = '', gus = ''] = names.map(userId);
const guildOf = (name: string) => ({
  name,
  roles: [{ name: 'Crew' }, { name: 'Old' }],
  channels: [
    { name: 'Texts', type: ChannelType.GuildCategory },
    { name: 'general', parent: 'Texts' },
    { name: 'old' },
  ],
  members: names.map((member) => ({ name: member })),
});

describe('what changes in Discord', () => {
  const live = useLiveSync();
  const { database } = live;
  const startBoth = () => Promise.all([live.start('workers/main.ts'), live.start('shards/main.ts')]);
  const stored = async (user: string, guild = town) =>
    database.db('guild_members').where({ guild_id: guild, user_id: user }).first();
  let sandbox: Sandbox;

  before(async () => {
    // a bot that stops finds no session to resume
    await live.open({ world: { guilds: ['Town', 'Club', 'Lost'].map(guildOf) }, resumeWindow: 1 });
    sandbox = live.sandbox;
    await startBoth();
    for (const guild of [town, club, lost]) await live.loaded(guild);
  });

  /** Postgres has what the sandbox has, in the end; what differs is told where it does not. */
  async function settles(...guilds: string[]): Promise<void> {
    const isSame = (guild: string) => isAsInDiscord(database.db, sandbox, guild);
    const until = Date.now() + 10_000;
    await eventually(
      async () => (await Promise.all(guilds.map(isSame))).every(Boolean) || Date.now() > until,
    );
    for (const guild of guilds) await expectAsInDiscord(database.db, sandbox, guild);
  }

  it('is there after members come, leave, are kicked and banned', async () => {
    sandbox.leave(town, ben);
    sandbox.kick(town, cleo);
    sandbox.ban(town, dora, 'spam');
    sandbox.leave(town, emil);
    sandbox.join(town, emil);
    const { user } = sandbox.join(town, { name: 'newcomer', displayName: 'New' });
    await settles(town);
    for (const gone of [ben, cleo, dora]) expect(await stored(gone)).to.include({ active: false });
    expect(await stored(user.id)).to.include({ active: true, name: 'New' });
  });

  it('is there after nicknames, roles, timeouts and profiles change, in every guild', async () => {
    const crew = roleId(town, 'Crew');
    sandbox.updateMember(town, fay, { nick: 'Faye', roles: [crew] });
    sandbox.timeout(town, gus, 60);
    sandbox.updateMember(club, fay, { displayName: 'Morgan', username: 'morgan' });
    sandbox.updateMember(town, ada, { avatar: 'a1b2', displayName: 'Countess' });
    await settles(town, club);
    expect(await stored(fay)).to.include({ name: 'Faye' });
    expect(await stored(fay, club)).to.include({ name: 'Morgan' });
    sandbox.updateMember(town, fay, { nick: null, roles: [] });
    sandbox.timeout(town, gus, 0);
    await settles(town, club);
    expect(await stored(fay)).to.include({ name: 'Morgan' });
  });

  it('is there after roles, channels and the guild change', async () => {
    const { id: role } = sandbox.addRole(town, {
      name: 'Fresh',
      color: 0xff0000,
      permissions: PermissionFlagsBits.KickMembers,
    });
    sandbox.changeRole(town, roleId(town, 'Crew'), { name: 'Staff', permissions: '8', position: 3 });
    sandbox.removeRole(town, roleId(town, 'Old'));
    const { id: channel } = sandbox.addChannel(town, { name: 'fresh', type: ChannelType.GuildVoice });
    const denied = { id: role, type: OverwriteType.Role, allow: '0', deny: '1024' };
    sandbox.setOverwrite(channel, denied);
    sandbox.setOverwrite(channelId(town, 'general'), { ...denied, id: ada, type: OverwriteType.Member });
    sandbox.changeChannel(town, channelId(town, 'general'), { name: 'lobby' });
    sandbox.removeChannel(town, channelId(town, 'old'));
    sandbox.changeGuild(town, { name: 'City', ownerId: fay });
    await settles(town);
    sandbox.removeOverwrite(channel, role);
    await settles(town);
    const old = await database
      .db('guild_roles')
      .where({ guild_id: town, id: roleId(town, 'Old') })
      .first();
    expect(old).to.include({ name: 'Old', active: false });
  });

  it('is found out about where it happened while the bot was away', async () => {
    await live.stopAll();
    await sandbox.waitFor(() => sandbox.sessions.open.length === 0);
    sandbox.leave(town, gus);
    sandbox.updateMember(town, ada, { nick: 'Away' });
    sandbox.removeRole(town, roleId(town, 'Crew'));
    sandbox.addChannel(town, { name: 'meanwhile' });
    sandbox.removeGuild(lost);
    const { id: found } = sandbox.addGuild(guildOf('Found'));
    // as many as before, of whom one is another
    sandbox.leave(club, gus);
    sandbox.join(club, { name: 'latecomer' });
    const longAgo = database.db.raw("members_loaded_at - interval '2 hours'");
    await database.db('guilds').where({ id: club }).update({ members_loaded_at: longAgo });
    await startBoth();
    const hurry = () =>
      database.db('sync_runs').where({ guild_id: club, reason: 'gap' }).update({ not_before: '-infinity' });
    while ((await hurry()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await settles(town, club, found);
    expect(sandbox.sessions).to.include({ identifies: 2 });
    expect(await stored(gus)).to.include({ active: false });
    expect(await database.db('guilds').where({ id: lost }).first()).to.include({ active: false });
    expect(await live.runOf(town)).to.include({ reason: 'return', state: 'done', gone: 1 });
    await live.loaded(club);
    expect(await live.runOf(club)).to.include({ reason: 'gap', state: 'done', gone: 1 });
    await settles(club);
  });
}).timeout(60_000);
