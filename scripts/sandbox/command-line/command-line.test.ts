import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { guildId, startSandbox, userId } from '../index.ts';
import { readCommandLine } from './command-line.ts';
import { help } from './flags.ts';

describe('sandbox: the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  after(() => rmSync(folder, { recursive: true }));

  const optionsOf = (args: string[], environment = {}) => {
    const wish = readCommandLine(args, environment);
    return wish.is === 'sandbox' ? wish.options : {};
  };
  const file = (content: unknown) => {
    const path = join(folder, 'world.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };

  it('starts the lively demo world with Discord’s limits where nothing is asked for', () => {
    const options = optionsOf([]);
    expect(options).to.include({ port: 8787, demo: true, routeLimits: 'discord', identifies: 1_000 });
    expect(options.intents).to.have.members(['members', 'presences', 'content']);
    expect(options.world?.guilds.filter(({ withoutBot }) => withoutBot)).to.have.lengthOf(2);
  });

  it('takes every option', () => {
    const options = optionsOf(
      [
        '--port=0',
        '--quiet',
        '--guilds',
        '5',
        '--members=7',
        '--seed=3',
        '--intents',
        'members,content',
      ].concat([
        '--route-limits',
        'wide',
        '--identifies',
        '2',
        '--redirect',
        'http://a.test/b',
        '--redirect',
        'app:/x',
      ]),
    );
    expect(options).to.include({ port: 0, demo: false, seed: 3, routeLimits: 'wide', identifies: 2 });
    expect(options.intents).to.deep.equal(['members', 'content']);
    expect(options.world?.crowd).to.deep.equal({ guilds: 5, members: 7 });
    expect(options.world?.application?.redirectUris).to.deep.equal(['http://a.test/b', 'app:/x']);
    expect(optionsOf(['--intents', 'none']).intents).to.deep.equal([]);
    expect(readCommandLine(['--help'], {})).to.deep.equal({ is: 'help' });
    expect(help).to.include('--route-limits KIND');
  });

  it('is given port and demo by its environment, unless they are said', () => {
    const environment = { SANDBOX_PORT: '4000', SANDBOX_DEMO: '1' };
    expect(optionsOf([], environment)).to.include({ port: 4_000, demo: true });
    expect(optionsOf(['--port', '1', '--quiet'], environment)).to.include({ port: 1, demo: false });
  });

  for (const [args, sentence] of [
    [['--port', 'http'], '--port needs a whole number from 0 to 65535, not “http”.'],
    [['--port', '65536'], '--port needs a whole number'],
    [['--nonsense'], "Unknown option '--nonsense'. --help lists the options."],
    [['--demo', '--quiet'], '--demo and --quiet contradict each other.'],
    [['--intents', 'members,guilds'], 'not “guilds”.'],
    [['--route-limits', 'none'], '--route-limits knows discord and wide'],
    [['--redirect', 'callback'], '--redirect needs a whole address'],
    [['--world', '/does/not/exist.json'], 'cannot be read.'],
  ] as const)
    it(`says in a sentence what is wrong with ${args.join(' ')}`, () => {
      expect(() => readCommandLine([...args], {})).to.throw(sentence);
    });

  it('takes guilds from a file', async () => {
    const crew = { name: 'Crew', permissions: ['KickMembers', 'BanMembers'] };
    const members = [{ name: 'robin', roles: ['Crew'] }, { name: 'kim' }];
    const channels = [
      { name: 'Text', type: 'category' },
      { name: 'chat', parent: 'Text' },
    ];
    const guilds = [{ name: 'Harbour', owner: 'kim', roles: [crew], channels, members, botPermissions: '8' }];
    const options = optionsOf(['--world', file({ guilds }), '--port=0']);
    expect(options.demo).to.equal(false);
    const sandbox = await startSandbox(options);
    const harbour = sandbox.world.guilds.get(guildId('Harbour'));
    expect(harbour?.ownerId).to.equal(userId('kim'));
    expect([...(harbour?.roles.values() ?? [])].find(({ name }) => name === 'Crew')?.permissions).to.equal(
      '6',
    );
    await sandbox.stop();
  });

  for (const [what, content, sentence] of [
    ['no JSON', '{', 'is no JSON'],
    ['a misspelt field', { guilds: [{ name: 'A', chanels: [] }] }, 'guilds[0]: Unrecognized key: "chanels"'],
    [
      'a role that is not there',
      { guilds: [{ name: 'A', members: [{ name: 'b', roles: ['C'] }] }] },
      'no role “C”',
    ],
    [
      'an owner who is not there',
      { guilds: [{ name: 'A', owner: 'b' }] },
      'guilds[0].owner: the guild has no member “b”',
    ],
    ['the same name twice', { guilds: [{ name: 'A' }, { name: 'A' }] }, 'two guilds have the same name'],
    [
      'an unknown permission',
      { guilds: [{ name: 'A', botPermissions: ['Fly'] }] },
      'guilds[0].botPermissions',
    ],
  ] as const)
    it(`says where a file has ${what}`, () => {
      expect(() => optionsOf(['--world', file(content)])).to.throw(sentence);
    });
});
