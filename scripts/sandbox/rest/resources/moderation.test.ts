import { expect } from 'chai';
import { AuditLogEvent as Log, PermissionFlagsBits as P, Routes } from 'discord-api-types/v10';
import { channelId, guildId, roleId, type Sandbox, startSandbox, userId } from '../../index.ts';
import { connectLibrary, type LibraryClient } from '../../testing/library-client.ts';

describe('sandbox: the bot moderates', () => {
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
  const logged = () => sandbox.world.guilds.get(guild)?.auditLog ?? [];

  beforeEach(async () => {
    sandbox = await startSandbox({ globalLimit: 0, identifyEvery: 1, now: () => at });
    bot = await connectLibrary(sandbox);
  });
  afterEach(async () => {
    await bot.stop();
    await sandbox.stop();
  });

  it('bans in bulk whoever can be banned, and names the others', async () => {
    const said = sandbox.message({ guild, author: grace, content: 'spam' });
    sandbox.ban(guild, linus);
    const body = { user_ids: [grace, linus, margaret, ada], delete_message_seconds: 3_600 };
    const reply = await bot.rest.post(Routes.guildBulkBan(guild), { body, reason: 'raid' });
    expect(reply).to.deep.equal({ banned_users: [grace], failed_users: [linus, margaret, ada] });
    await bot.dispatch('GUILD_BAN_ADD', ({ user }) => Object(user).id === grace);
    await bot.dispatch('MESSAGE_DELETE_BULK', ({ ids }) => Object(ids).includes(said.id));
    const entry = await bot.dispatch('GUILD_AUDIT_LOG_ENTRY_CREATE', ({ target_id }) => target_id === grace);
    expect(entry).to.include({ action_type: Log.MemberBanAdd, user_id: sandbox.botId, reason: 'raid' });
    expect(logged().map((e) => e.action_type)).not.to.include(Log.MessageBulkDelete);
  });

  it('pages through bans by user', async () => {
    for (const user of [grace, linus]) sandbox.ban(guild, user);
    const [first, second] = [grace, linus].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    const page = async (query: Record<string, string>) =>
      Object(await bot.rest.get(Routes.guildBans(guild), { query: new URLSearchParams(query) })).map(
        (ban: { user: { id: string } }) => ban.user.id,
      );
    expect(await page({})).to.deep.equal([first, second]);
    expect(await page({ limit: '1' })).to.deep.equal([first]);
    expect(await page({ after: first ?? '' })).to.deep.equal([second]);
    expect(await page({ before: second ?? '' })).to.deep.equal([first]);
  });

  it('makes, moves, edits and deletes roles below its own, each announced and logged', async () => {
    const role = Object(await bot.rest.post(Routes.guildRoles(guild), { body: { name: 'Raider' } }));
    await bot.dispatch('GUILD_ROLE_CREATE', (data) => Object(data.role).id === role.id);
    const veteran = roleId(guild, 'Veteran');
    await bot.rest.patch(Routes.guildRoles(guild), { body: [{ id: role.id, position: 3 }] });
    await bot.dispatch('GUILD_ROLE_UPDATE', (data) => Object(data.role).id === veteran);
    expect(sandbox.world.guilds.get(guild)?.roles.get(role.id)?.position).to.equal(3);
    await bot.rest.patch(Routes.guildRole(guild, role.id), { body: { permissions: String(P.KickMembers) } });
    await bot.rest.delete(Routes.guildRole(guild, role.id), { reason: 'over' });
    await bot.dispatch('GUILD_ROLE_DELETE', (data) => data.role_id === role.id);
    const [create, update, remove] = logged().filter(({ target_id }) => target_id === role.id);
    expect([create, update, remove].map((entry) => entry?.action_type)).to.deep.equal([
      Log.RoleCreate,
      Log.RoleUpdate,
      Log.RoleDelete,
    ]);
    expect(update?.changes?.[0]).to.deep.include({ key: 'permissions', new_value: String(P.KickMembers) });
    expect(remove?.reason).to.equal('over');
  });

  it('locks a channel for everyone, and unlocks it', async () => {
    const say = () => sandbox.message({ guild, author: grace, content: 'hello?' });
    const lock = Routes.channelPermission(general, guild);
    await bot.rest.put(lock, { body: { type: 0, deny: String(P.SendMessages) } });
    await bot.dispatch(
      'CHANNEL_UPDATE',
      ({ permission_overwrites }) => Object(permission_overwrites).length > 0,
    );
    expect(say).to.throw(/may not write/);
    await bot.rest.delete(lock);
    say();
    expect(logged().map((entry) => entry.action_type)).to.deep.equal([
      Log.ChannelOverwriteCreate,
      Log.ChannelOverwriteDelete,
    ]);
    expect(logged()[0]?.options).to.include({ id: guild, type: '0', role_name: '@everyone' });
  });

  it('pauses invites, so that nobody joins until it is over', async () => {
    const invites_disabled_until = new Date(at + 3_600_000).toISOString();
    const reply = await bot.rest.put(Routes.guildIncidentActions(guild), {
      body: { invites_disabled_until },
    });
    expect(reply).to.include({ invites_disabled_until, dms_disabled_until: null });
    await bot.dispatch('GUILD_UPDATE', ({ incidents_data }) => incidents_data !== null);
    expect(() => sandbox.join(guild, { name: 'late' })).to.throw(/paused/);
    at += 3_600_001;
    sandbox.join(guild, { name: 'late' });
  });

  it('reads the audit log newest first, forwards with `after`, and filtered', async () => {
    sandbox.kick(guild, grace, { reason: 'one' });
    sandbox.ban(guild, linus, { reason: 'two' });
    sandbox.changeGuild(guild, { name: 'Atelier' });
    const read = async (query: Record<string, string>) =>
      Object(await bot.rest.get(Routes.guildAuditLog(guild), { query: new URLSearchParams(query) }));
    const types = async (query: Record<string, string>) =>
      (await read(query)).audit_log_entries.map((entry: { action_type: number }) => entry.action_type);
    expect(await types({})).to.deep.equal([Log.GuildUpdate, Log.MemberBanAdd, Log.MemberKick]);
    expect(await types({ after: '0', limit: '2' })).to.deep.equal([Log.MemberKick, Log.MemberBanAdd]);
    expect(await types({ before: logged()[1]?.id ?? '' })).to.deep.equal([Log.MemberKick]);
    expect(await types({ action_type: '22' })).to.deep.equal([Log.MemberBanAdd]);
    const { users } = await read({ action_type: '22' });
    expect(users.map(({ id }: { id: string }) => id)).to.have.members([ada, linus]);
  });

  it('finds members by the beginning of their name or nickname', async () => {
    const search = async (query: string) =>
      Object(
        await bot.rest.get(Routes.guildMembersSearch(guild), {
          query: new URLSearchParams({ query, limit: '10' }),
        }),
      ).map((member: { user: { id: string } }) => member.user.id);
    expect(await search('PENG')).to.deep.equal([linus]);
    expect(await search('gra')).to.deep.equal([grace]);
    expect(await search('nobody')).to.deep.equal([]);
  });
});
