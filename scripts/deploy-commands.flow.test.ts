import { REST } from '@discordjs/rest';
import { expect } from 'chai';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  InteractionContextType,
} from 'discord-api-types/v10';
import { shown } from '../workers/interactions/answer.ts';
import { command } from '../workers/interactions/command.ts';
import { userMenu } from '../workers/interactions/menu.ts';
import { deployCommands } from './deploy-commands.ts';
import { guildId, type Sandbox, startSandbox } from './sandbox/index.ts';

describe('registering slash commands', () => {
  let sandbox: Sandbox;
  let rest: REST;
  beforeEach(async () => {
    sandbox = await startSandbox();
    rest = new REST({ version: '10', api: sandbox.api }).setToken(sandbox.token);
  });
  afterEach(async () => {
    expect(sandbox.violations).to.eql([]);
    await sandbox.stop();
  });

  const overwrites = () => sandbox.requests.filter(({ method }) => method === 'PUT').length;

  it('registers once, and then only what changed', async () => {
    expect(await deployCommands({ rest })).to.equal('changed');
    expect(await deployCommands({ rest })).to.equal('unchanged');
    expect(overwrites()).to.equal(1);
    expect(sandbox.world.commands.get('global')?.map(({ name }) => name)).to.include('bytes');
  });

  it('sees a changed translation', async () => {
    await deployCommands({ rest, commands: [gift('Gibt')] });
    expect(await deployCommands({ rest, commands: [gift('Schenkt')] })).to.equal('changed');
    expect(await deployCommands({ rest, commands: [gift('Schenkt')] })).to.equal('unchanged');
  });

  it('tells a menu entry from a slash command of the same name, and sees what changed in either', async () => {
    const all = (german: string) => [gift('Gibt'), entry(german)];
    expect(await deployCommands({ rest, commands: all('schenken') })).to.equal('changed');
    expect(await deployCommands({ rest, commands: all('schenken').reverse() })).to.equal('unchanged');
    expect(await deployCommands({ rest, commands: all('geben') })).to.equal('changed');
    expect(await deployCommands({ rest, commands: [gift('Gibt')] })).to.equal('changed');
    expect(overwrites()).to.equal(3);
  });

  it('removes what is gone', async () => {
    await deployCommands({ rest, commands: [gift('Gibt')] });
    expect(await deployCommands({ rest, commands: [] })).to.equal('changed');
    expect(sandbox.world.commands.get('global')).to.eql([]);
  });

  it('registers in one guild alone', async () => {
    const guild = guildId('Workshop');
    const { applicationId } = sandbox;
    expect(await deployCommands({ rest, applicationId, guild })).to.equal('changed');
    expect(await deployCommands({ rest, applicationId, guild })).to.equal('unchanged');
    expect(sandbox.world.commands.get('global')).to.equal(undefined);
  });
});

/** In the menu of a user. */
function entry(german: string) {
  return userMenu(
    {
      type: ApplicationCommandType.User,
      name: 'gift',
      name_localizations: { de: german },
      default_member_permissions: null,
      contexts: [InteractionContextType.Guild],
    },
    { replies: 'privately', run: async () => shown({ content: '' }) },
  );
}

function gift(german: string) {
  const about = { description: 'Gives', description_localizations: { de: german } };
  const amount = { type: ApplicationCommandOptionType.Integer, name: 'amount', required: true } as const;
  return command(
    {
      name: 'gift',
      ...about,
      default_member_permissions: null,
      contexts: [InteractionContextType.Guild],
      options: [{ ...amount, ...about }],
    },
    { replies: 'privately', run: async () => shown({ content: '' }) },
  );
}
