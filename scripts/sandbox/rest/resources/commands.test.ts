import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../../index.ts';
import { type Ground, groundOf } from '../../refusals/ground.fixture.ts';
import { connectLibrary } from '../../testing/library-client.ts';

const wave = { name: 'wave', description: 'Waves' };

describe('sandbox: registering commands', () => {
  let sandbox: Sandbox;
  let ground: Ground;
  let commands: string;
  let ofGuild: string;

  beforeEach(async () => {
    sandbox = await startSandbox({ globalLimit: 0 });
    ground = groundOf(sandbox, () => {});
    commands = `/applications/${sandbox.applicationId}/commands`;
    ofGuild = `/applications/${sandbox.applicationId}/guilds/${ground.guild}/commands`;
  });
  afterEach(() => sandbox.stop());

  it('creates a command once, and overwrites it after', async () => {
    const first = await ground.ask('POST', commands, wave);
    expect(first).to.include({ status: 201 });
    expect(first.body).to.deep.include({
      type: 1,
      default_member_permissions: null,
      nsfw: false,
      contexts: null,
      dm_permission: true,
      integration_types: [0],
      name_localizations: null,
    });
    const again = await ground.ask('POST', commands, { ...wave, description: 'Waves again' });
    expect(again).to.include({ status: 200 });
    expect(again.body).to.include({ id: first.body.id, description: 'Waves again' });
    expect(again.body.version).to.not.equal(first.body.version);
    expect(await ground.ask('POST', commands, { name: 'wave', type: 2 }), 'of another type').to.include({
      status: 201,
    });
  });

  it('edits, shows and deletes one', async () => {
    const { body } = await ground.ask('POST', ofGuild, wave);
    expect(body).to.include({ guild_id: ground.guild }).and.not.have.any.keys('contexts', 'dm_permission');
    const edited = await ground.ask('PATCH', `${ofGuild}/${body.id}`, { name: 'greet' });
    expect(edited.body).to.include({ id: body.id, name: 'greet', description: 'Waves' });
    expect((await ground.ask('GET', `${ofGuild}/${body.id}`)).body).to.deep.equal(edited.body);
    expect(await ground.ask('GET', `${commands}/${body.id}`)).to.include({ status: 404, code: 10063 });
    expect(await ground.ask('DELETE', `${ofGuild}/${body.id}`)).to.include({ status: 204 });
    expect(await ground.ask('GET', `${ofGuild}/${body.id}`)).to.include({ status: 404, code: 10063 });
  });

  it('has the older form of contexts', async () => {
    const { body } = await ground.ask('POST', commands, { ...wave, dm_permission: false });
    expect(body).to.deep.include({ contexts: [0], dm_permission: false });
    const { body: edited } = await ground.ask('PATCH', `${commands}/${body.id}`, { contexts: [0, 1] });
    expect(edited).to.deep.include({ contexts: [0, 1], dm_permission: true });
    const { body: back } = await ground.ask('PATCH', `${commands}/${body.id}`, { dm_permission: false });
    expect(back).to.deep.include({ contexts: [0], dm_permission: false });
  });

  it('renames a command in bulk by its id', async () => {
    const { body } = await ground.ask('POST', commands, wave);
    const renamed = [{ ...wave, name: 'greet', id: body.id }, wave];
    const { body: all } = await ground.ask('PUT', commands, renamed);
    expect(Object.values(all).map((one) => Object(one).name)).to.deep.equal(['greet', 'wave']);
    expect(Object(all)[0].id).to.equal(body.id);
    expect(Object(all)[1].id).to.not.equal(body.id);
  });

  it('tells who may use commands, and when that changes', async () => {
    const client = await connectLibrary(sandbox);
    const { body } = await ground.ask('POST', commands, wave);
    const permission = { id: ground.users.grace, type: 2, permission: false };
    sandbox.commandPermissions({ guild: ground.guild, command: 'wave', permissions: [permission] });
    const set = {
      id: body.id,
      application_id: sandbox.applicationId,
      guild_id: ground.guild,
      permissions: [permission],
    };
    expect(await client.dispatch('APPLICATION_COMMAND_PERMISSIONS_UPDATE')).to.deep.equal(set);
    expect((await ground.ask('GET', `${ofGuild}/permissions`)).body).to.deep.equal([set]);
    expect((await ground.ask('GET', `${ofGuild}/${body.id}/permissions`)).body).to.deep.equal(set);
    await ground.ask('PATCH', `${commands}/${body.id}`, { name: 'greet' });
    expect((await ground.ask('GET', `${ofGuild}/permissions`)).body, 'renamed').to.deep.equal([]);
    await client.stop();
  });
});
