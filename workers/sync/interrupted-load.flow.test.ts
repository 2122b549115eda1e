import { expect } from 'chai';
import { guildId } from '../../scripts/sandbox/index.ts';
import { eventually, useLiveSync } from './live.fixture.ts';
import { expectAsInDiscord, isAsInDiscord } from './truth.fixture.ts';

const size = 20_000; // 20 chunks

describe('loads of guilds to which something happens', () => {
  const live = useLiveSync();
  const { database } = live;
  before(async () => {
    await live.open({ world: { guilds: [{ name: 'Home' }] } });
    await Promise.all([live.start('shards/main.ts'), live.start('workers/main.ts')]);
    await live.loaded(guildId('Home'));
  });

  const guildRow = (id: string) => database.db('guilds').where({ id }).first();
  const isQuiet = async () => (await live.chunksWaiting()) === 0;

  /** The bot joins a large guild; answers in the middle of the load. */
  async function joinUntilMiddle(name: string): Promise<string> {
    const { id } = live.sandbox.addGuild({ name, generatedMembers: size });
    await eventually(async () => (await live.chunksSaved(id)) >= 4);
    expect(await live.runOf(id)).to.include({ state: 'running' });
    return id;
  }

  it('are abandoned where the bot is removed in the middle, and begin anew when it is back', async () => {
    const guild = await joinUntilMiddle('Removed');
    live.sandbox.removeGuild(guild);
    await eventually(async () => (await live.runOf(guild))?.state === 'abandoned');
    expect(await guildRow(guild)).to.include({ active: false, members_loaded_at: null });
    await eventually(isQuiet);
    const run = await live.runOf(guild);
    expect(run).to.include({ state: 'abandoned', members: null });
    const again = live.sandbox.addGuild({ name: 'Removed', generatedMembers: 3_000 });
    expect(again.id).to.equal(guild);
    await eventually(async () => (await live.runOf(guild))?.state === 'done');
    await expectAsInDiscord(database.db, live.sandbox, guild);
  });

  it('end where Discord lost the guild in the middle and has it back', async () => {
    const guild = await joinUntilMiddle('Unavailable');
    live.sandbox.outage(guild, true);
    live.sandbox.outage(guild, false);
    await live.loaded(guild);
    await eventually(() => isAsInDiscord(database.db, live.sandbox, guild));
    expect(await live.runOf(guild)).to.include({ attempt: 1, gone: 0 });
  });

  it('keep members as they are, however they are called', async () => {
    const roles = Array.from({ length: 60 }, (_, n) => ({ name: `Role ${n}` }));
    const guild = live.sandbox.addGuild({
      name: 'Zoo',
      roles,
      members: [
        { name: 'owner' },
        { name: 'nameless', displayName: '' },
        { name: 'plain' },
        { name: 'a'.repeat(32), displayName: 'b'.repeat(32), nick: 'c'.repeat(32) },
        { name: 'emoji', displayName: '👩‍👩‍👧‍👦🏳️‍🌈', nick: '🤡'.repeat(16) },
        { name: 'rtl', displayName: 'مرحبا بالعالم', nick: '\u202eשלום\u202c' },
        { name: 'quotes', nick: `{"},'\\\\NULL,"` },
        { name: 'null', displayName: 'NULL', nick: 'null' },
        { name: 'zalgo', displayName: 'z̴̢̛͔̖̈́̌a̶l̷g̵o̸' },
        { name: 'robot', bot: true, nick: 'R2' },
        { name: 'decorated', roles: roles.map(({ name }) => name) },
        { name: 'old', joinedAt: '2015-05-13T00:00:00.123Z' },
        { name: 'silent' },
      ],
    });
    const silent = [...guild.members.values()].find(({ user }) => user.username === 'silent');
    live.sandbox.timeout(guild.id, silent?.user.id ?? '', 3_600);
    await live.loaded(guild.id);
    await eventually(() => isAsInDiscord(database.db, live.sandbox, guild.id));
    const decorated = database.db('guild_members').where({ name: 'decorated' }).first('roles');
    expect((await decorated).roles).to.have.lengthOf(60);
  });
}).timeout(60_000);
