import { expect } from 'chai';
import { type InteractionGround, openGround } from './ground.fixture.ts';

const about = { description: 'Does something' };

describe('sandbox: who may run which command', () => {
  let ground: InteractionGround;
  let grace: string;

  beforeEach(async () => {
    ground = await openGround();
    grace = ground.users.grace;
  });
  afterEach(() => ground.stop());

  const run = (name: string, user = grace) => ground.sandbox.slash({ guild: ground.guild, user, name });
  const allow = (command: string | undefined, ...permissions: [id: string, type: number, on: boolean][]) =>
    ground.sandbox.commandPermissions({
      guild: ground.guild,
      command,
      permissions: permissions.map(([id, type, permission]) => ({ id, type, permission })),
    });

  it('needs what the command asks for by default', async () => {
    await ground.register({ name: 'purge', ...about, default_member_permissions: '8192' });
    await ground.register({ name: 'setup', ...about, default_member_permissions: '0' });
    expect(() => run('purge')).to.throw('grace may not use purge');
    expect(run('purge', ground.users.ada), 'the owner').to.have.property('id');
    const { id } = ground.sandbox.addRole(ground.guild, { name: 'Mod', permissions: 8192n });
    ground.sandbox.updateMember(ground.guild, grace, { roles: [id] });
    run('purge');
    expect(() => run('setup'), 'administrators alone').to.throw('may not use setup');
  });

  it('follows what was set for members, roles and everyone', async () => {
    await ground.register({ name: 'purge', ...about, default_member_permissions: '8192' });
    allow('purge', [grace, 2, true]);
    run('purge');
    allow('purge', [ground.roles.Veteran, 1, true], [ground.guild, 1, false]);
    expect(() => run('purge')).to.throw('may not use');
    ground.sandbox.updateMember(ground.guild, grace, { roles: [ground.roles.Veteran] });
    run('purge');
    allow('purge');
    expect(() => run('purge'), 'the default again').to.throw('may not use');
  });

  it('follows what was set for channels, and for all commands', async () => {
    allow('run', [ground.general, 3, false]);
    expect(() => run('run')).to.throw('may not use');
    allow('run', [(BigInt(ground.guild) - 1n).toString(), 3, false], [ground.general, 3, true]);
    run('run');
    allow('run');
    allow(undefined, [ground.guild, 1, false]);
    expect(() => run('run')).to.throw('may not use');
    allow('run', [grace, 2, true]);
    run('run');
  });

  it('lets only those set it who manage the server and its roles', async () => {
    const order = { guild: ground.guild, by: grace, command: 'run', permissions: [] };
    expect(() => ground.sandbox.commandPermissions(order)).to.throw('may not do that');
    expect(() => allow('nothing')).to.throw('no command nothing');
  });

  it('is nothing in a thread that is closed, nor to somebody who is timed out', () => {
    const { sandbox, general, guild, users } = ground;
    const { id } = sandbox.openThread({ channel: general, name: 'aside' });
    const there = () => sandbox.slash({ channel: id, user: users.grace, name: 'run' });
    for (const state of [{ archived: true }, { archived: false, locked: true }]) {
      sandbox.changeThread(id, state);
      expect(there).to.throw('closed');
    }
    sandbox.timeout(guild, users.grace, 60);
    expect(() => run('run')).to.throw('may not use commands');
  });

  it('needs the permission to use commands in the channel', async () => {
    ground.sandbox.changeChannel(ground.guild, ground.general, {
      overwrites: [{ id: ground.guild, type: 0, allow: '0', deny: String(1n << 31n) }],
    });
    expect(() => run('run')).to.throw('may not use commands in #general');
  });

  it('keeps age-restricted commands to age-restricted channels', async () => {
    await ground.register({ name: 'wine', ...about, nsfw: true });
    expect(() => run('wine')).to.throw('age-restricted');
    ground.sandbox.changeChannel(ground.guild, ground.general, { nsfw: true });
    run('wine');
  });

  it('runs in direct messages what is meant for them', async () => {
    await ground.register(
      { name: 'here', ...about, contexts: [0] },
      { name: 'there', ...about, contexts: [1] },
    );
    await ground.register({ name: 'old', ...about, dm_permission: false });
    const direct = (name: string) => ground.sandbox.slash({ user: grace, name });
    expect(() => run('there')).to.throw('does not work in servers');
    expect(() => direct('here')).to.throw('works in servers only');
    expect(() => direct('old')).to.throw('works in servers only');
    const event = await ground.event(direct('there'));
    expect(event).to.deep.include({ context: 1, authorizing_integration_owners: { '0': '0' } });
    expect(event).to.have.nested.property('user.username', 'grace');
    expect(event).to.not.have.any.keys('member', 'guild_id', 'guild', 'guild_locale');
  });

  it('has the guild’s own commands there alone, before global ones', async () => {
    const path = `/applications/${ground.sandbox.applicationId}/guilds/${ground.guild}/commands`;
    const { body } = await ground.ask('POST', path, { name: 'run', description: 'The guild’s own' });
    expect(await ground.event(run('run'))).to.deep.include({
      data: { id: body.id, name: 'run', type: 1, guild_id: ground.guild },
    });
    const other = ground.sandbox.addGuild({ name: 'Elsewhere', members: [{ name: 'grace' }] });
    const abroad = ground.sandbox.slash({ guild: other.id, user: grace, name: 'run' });
    expect(await ground.event(abroad)).to.not.have.nested.property('data.guild_id');
  });
});
