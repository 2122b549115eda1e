import { expect } from 'chai';
import {
  GatewayIntentBits as I,
  AuditLogEvent as Log,
  PermissionFlagsBits as P,
  Routes,
} from 'discord-api-types/v10';
import { channelId, guildId, roleId, type Sandbox, startSandbox, userId } from '../index.ts';
import { connectLibrary, type LibraryClient, usualIntents } from '../testing/library-client.ts';

describe('sandbox: what people do in a guild', () => {
  let sandbox: Sandbox;
  let bot: LibraryClient;
  let at = 1_750_000_000_000;
  const guild = guildId('Workshop');
  const general = channelId(guild, 'general');
  const [ada, grace, linus, margaret] = ['ada', 'grace', 'linus', 'margaret'].map(userId) as [
    string,
    string,
    string,
    string,
  ];
  const here = () => sandbox.world.guilds.get(guild);
  const lastEntry = () => here()?.auditLog.at(-1);

  beforeEach(async () => {
    sandbox = await startSandbox({ globalLimit: 0, identifyEvery: 1, now: () => at });
    bot = await connectLibrary(sandbox, { intents: usualIntents | I.GuildPresences | I.GuildInvites });
  });
  afterEach(async () => {
    await bot.stop();
    await sandbox.stop();
  });

  /** Margaret's role Staff can do this much. */
  const letStaff = (permissions: bigint) =>
    sandbox.changeRole(guild, roleId(guild, 'Staff'), { permissions: String(permissions) });

  it('lets a moderator act as far as permissions and rank go, and logs who and why', () => {
    const by = margaret;
    expect(() => sandbox.ban(guild, grace, { by })).to.throw(/may not/);
    letStaff(P.BanMembers | P.KickMembers | P.ModerateMembers | P.ManageRoles);
    expect(() => sandbox.kick(guild, ada, { by })).to.throw(/may not/);
    expect(() => sandbox.timeout(guild, ada, 60, { by })).to.throw(/may not/);
    expect(() => sandbox.updateMember(guild, grace, { nick: 'x' }, { by })).to.throw(/may not/);
    sandbox.timeout(guild, linus, 60, { by, reason: 'calm down' });
    expect(lastEntry()).to.deep.include({ action_type: Log.MemberUpdate, user_id: by, reason: 'calm down' });
    sandbox.updateMember(guild, linus, { roles: [roleId(guild, 'Veteran')] }, { by });
    expect(lastEntry()).to.deep.include({ action_type: Log.MemberRoleUpdate, target_id: linus });
    expect(() => sandbox.updateMember(guild, linus, { roles: [roleId(guild, 'Staff')] }, { by })).to.throw();
    sandbox.ban(guild, grace, { by, reason: 'spam', deleteSeconds: 60 });
    expect(here()?.bans.get(grace)?.reason).to.equal('spam');
    sandbox.unban(guild, grace, { by });
    expect(() => sandbox.unban(guild, grace, { by })).to.throw(/not banned/);
    expect(sandbox.deeds.slice(-2)).to.containSubset([
      { is: 'ban', by, target: grace },
      { is: 'unban', by, target: grace },
    ]);
  });

  it('keeps roles below the one who edits them, and their permissions within what they hold', () => {
    letStaff(P.ManageRoles);
    const by = margaret;
    expect(() => sandbox.addRole(guild, { name: 'Boss', permissions: P.BanMembers }, { by })).to.throw();
    const role = sandbox.addRole(guild, { name: 'Helper' }, { by });
    expect(() => sandbox.changeRole(guild, roleId(guild, 'Staff'), { name: 'Us' }, { by })).to.throw();
    sandbox.changeRole(guild, role.id, { position: 2 }, { by });
    sandbox.removeRole(guild, role.id, { by });
    expect(lastEntry()).to.deep.include({ action_type: Log.RoleDelete, user_id: by });
  });

  it('counts a moderator’s deletions of one member’s messages in one entry, for some minutes', async () => {
    const write = () => sandbox.message({ guild, author: grace, content: 'spam' });
    sandbox.remove(write());
    expect(lastEntry()).to.equal(undefined);
    for (const message of [write(), write()]) sandbox.remove(message, ada);
    expect(here()?.auditLog).to.have.lengthOf(1);
    expect(lastEntry()?.options).to.deep.equal({ channel_id: general, count: '2' });
    at += 6 * 60_000;
    sandbox.remove(write(), ada);
    expect(here()?.auditLog).to.have.lengthOf(2);
    await bot.rest.delete(Routes.channelMessage(general, write().id));
    expect(here()?.auditLog, 'a bot’s single deletions are not logged').to.have.lengthOf(2);
  });

  it('shows a new profile to every guild it is in, and as a presence where that is known', async () => {
    sandbox.addGuild({ name: 'Second', members: [{ name: 'host' }, { name: 'grace' }] });
    sandbox.presence(guild, grace, 'idle');
    await bot.dispatch('PRESENCE_UPDATE', ({ status }) => status === 'idle');
    sandbox.updateMember(guild, grace, { username: 'hopper', avatar: 'a_1' });
    for (const guild_id of [guild, guildId('Second')]) {
      const { user } = await bot.dispatch('GUILD_MEMBER_UPDATE', (data) => data.guild_id === guild_id);
      expect(user).to.include({ id: grace, username: 'hopper', avatar: 'a_1' });
    }
    await bot.dispatch('PRESENCE_UPDATE', ({ user }) => Object(user).username === 'hopper');
  });

  it('goes away in an outage and comes back, and nothing happens in between', async () => {
    sandbox.outage(guild, true);
    await bot.dispatch('GUILD_DELETE', ({ unavailable }) => unavailable === true);
    expect(() => sandbox.message({ guild, author: grace, content: 'hello?' })).to.throw();
    expect(() => sandbox.join(guild, { name: 'late' })).to.throw(/unavailable/);
    const reply = await fetch(`${sandbox.api}/v10/guilds/${guild}`, {
      headers: { authorization: `Bot ${sandbox.token}` },
    });
    expect(reply.status).to.equal(503);
    bot.received.length = 0;
    sandbox.outage(guild, false);
    await bot.dispatch('GUILD_CREATE', ({ id }) => id === guild);
    sandbox.message({ guild, author: grace, content: 'hello!' });
  });

  it('takes the guild from a bot that is kicked, and never its owner from the guild', async () => {
    expect(() => sandbox.leave(guild, ada)).to.throw('owner');
    expect(() => sandbox.kick(guild, ada)).to.throw('owner');
    sandbox.kick(guild, sandbox.botId, { by: ada });
    await bot.dispatch('GUILD_DELETE', (data) => data.id === guild && !data.unavailable);
    const headers = { authorization: `Bot ${sandbox.token}` };
    expect((await fetch(`${sandbox.api}/v10/guilds/${guild}`, { headers })).status).to.equal(404);
    expect(sandbox.deeds.map(({ is }) => is)).to.deep.equal(['kick', 'guild']);
  });

  it('knows invites of its own guilds and of others', async () => {
    const { code } = sandbox.invite(general, { maxAge: 60 }, { by: grace });
    await bot.dispatch('INVITE_CREATE', (data) => data.code === code);
    sandbox.addInvite({ code: 'faraway', guild: 'Far Away', members: 12 });
    const look = async (wanted: string) =>
      Object(
        await bot.rest.get(Routes.invite(wanted), { query: new URLSearchParams({ with_counts: 'true' }) }),
      );
    expect(await look(code)).to.deep.include({ guild_id: guild, approximate_member_count: 6 });
    const foreign = await look('faraway');
    expect(foreign.guild.name).to.equal('Far Away');
    expect(foreign.approximate_member_count).to.equal(12);
    expect(await bot.rest.get(Routes.guildInvites(guild))).to.have.lengthOf(1);
    at += 61_000;
    expect(await bot.rest.get(Routes.guildInvites(guild))).to.have.lengthOf(0);
    const made = Object(await bot.rest.post(Routes.channelInvites(general), { body: { max_age: 0 } }));
    await bot.rest.delete(Routes.invite(made.code));
    await bot.dispatch('INVITE_DELETE', (data) => data.code === made.code);
  });
});
