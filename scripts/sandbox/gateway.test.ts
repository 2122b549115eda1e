import { CompressionMethod } from '@discordjs/ws';
import { expect } from 'chai';
import { type Sandbox, startSandbox, userId } from './index.ts';
import { connectLibrary, type LibraryClient } from './testing/library-client.ts';

describe('sandbox: the gateway, with a stock client', () => {
  let sandbox: Sandbox;
  let client: LibraryClient;
  const ada = userId('ada');
  const guild = () => [...sandbox.world.guilds.keys()][0] ?? '';

  beforeEach(async () => {
    sandbox = await startSandbox({ identifyEvery: 0 });
    client = await connectLibrary(sandbox);
  });
  afterEach(async () => {
    await client.stop();
    await sandbox.stop();
  });

  it('greets with READY, then every guild', async () => {
    const ready = await client.dispatch('READY');
    expect(ready).to.nested.include({ 'user.id': sandbox.botId, 'guilds[0].unavailable': true });
    const created = await client.dispatch('GUILD_CREATE');
    expect(created).to.include({ id: guild(), name: 'Workshop', member_count: 6 });
    expect(created).to.have.property('members').with.lengthOf(1);
    expect(created).to.have.property('channels').with.lengthOf(2);
  });

  it('tells of a message with its member and content', async () => {
    const posted = sandbox.message({ guild: guild(), author: ada, content: 'hello' });
    const seen = await client.dispatch('MESSAGE_CREATE');
    expect(seen).to.nested.include({ id: posted.id, content: 'hello', 'author.id': ada, guild_id: guild() });
    expect(seen).to.have.nested.property('member.roles').that.deep.equals([]);
  });

  it('replays what was missed when a dropped socket resumes', async () => {
    await client.dispatch('GUILD_CREATE');
    sandbox.trouble.dropSockets();
    const ids = Array.from(
      { length: 20 },
      () => sandbox.message({ guild: guild(), author: ada, content: 'x' }).id,
    );
    await client.dispatch('MESSAGE_CREATE', (message) => message.id === ids[19]);
    await client.dispatch('RESUMED');
    const seen = client.received.filter(({ t }) => t === 'MESSAGE_CREATE').map(({ d }) => Object(d).id);
    expect(seen).to.deep.equal(ids);
    expect(sandbox.sessions).to.include({ identifies: 1, resumes: 1 });
  });

  it('is resumed after op 7 and after a resumable op 9, and identified anew after the other', async () => {
    await client.dispatch('GUILD_CREATE');
    sandbox.trouble.reconnect();
    await client.dispatch('RESUMED');
    client.received.length = 0;
    sandbox.trouble.invalidate(true);
    await client.dispatch('RESUMED');
    client.received.length = 0;
    sandbox.trouble.invalidate(false);
    await client.dispatch('READY');
    expect(sandbox.sessions).to.include({ identifies: 2, resumes: 2 });
  });

  it('is identified anew when the buffer no longer holds what was missed', async () => {
    await client.stop();
    await sandbox.stop();
    sandbox = await startSandbox({ identifyEvery: 0, resumeBuffer: 5 });
    client = await connectLibrary(sandbox);
    await client.dispatch('GUILD_CREATE');
    client.received.length = 0;
    sandbox.trouble.dropSockets();
    for (let n = 0; n < 20; n += 1) sandbox.message({ guild: guild(), author: ada, content: `${n}` });
    await client.dispatch('READY');
    expect(sandbox.sessions).to.include({ identifies: 2, resumes: 0, invalidSessions: 1 });
  });

  it('replays to a client that has its connection compressed, too', async () => {
    await client.stop();
    client = await connectLibrary(sandbox, { compression: CompressionMethod.ZlibNative });
    await client.dispatch('GUILD_CREATE');
    sandbox.trouble.dropSockets(4000);
    const content = 'häßlich 🙂'.repeat(300);
    const { id } = sandbox.message({ guild: guild(), author: ada, content, nitro: true });
    const seen = await client.dispatch('MESSAGE_CREATE', (message) => message.id === id);
    expect(seen).to.have.property('content').that.has.lengthOf(3_000);
    await client.dispatch('RESUMED');
  });

  it('doubles events when told to, each with its own sequence', async () => {
    sandbox.trouble.duplicate(true);
    const posted = sandbox.message({ guild: guild(), author: ada, content: 'twice' });
    sandbox.trouble.duplicate(false);
    sandbox.message({ guild: guild(), author: ada, content: 'end' });
    await client.dispatch('MESSAGE_CREATE', (message) => message.content === 'end');
    const twins = client.received.filter(({ t, d }) => t === 'MESSAGE_CREATE' && Object(d).id === posted.id);
    expect(twins.map(({ s }) => s)).to.have.lengthOf(2);
    expect(new Set(twins.map(({ s }) => s)).size).to.equal(2);
  });

  it('sends the same message again under its id, and a late one with its own time', async () => {
    const posted = sandbox.message({
      guild: guild(),
      author: ada,
      content: 'once',
      at: '2024-02-29T12:00:00.000Z',
    });
    expect(posted.timestamp).to.equal('2024-02-29T12:00:00.000Z');
    sandbox.message({ guild: guild(), author: ada, id: posted.id });
    sandbox.message({ guild: guild(), author: ada, content: 'end' });
    await client.dispatch('MESSAGE_CREATE', (message) => message.content === 'end');
    const ids = client.received.filter(({ t }) => t === 'MESSAGE_CREATE').map(({ d }) => Object(d).id);
    expect(ids.slice(0, 2)).to.deep.equal([posted.id, posted.id]);
  });

  it('tells of joins, leaves, new names and new guilds', async () => {
    const member = sandbox.join(guild(), { name: 'newcomer' });
    await client.dispatch('GUILD_MEMBER_ADD');
    sandbox.updateMember(guild(), member.user.id, { nick: 'new' });
    expect(await client.dispatch('GUILD_MEMBER_UPDATE')).to.include({ nick: 'new' });
    sandbox.leave(guild(), member.user.id);
    await client.dispatch('GUILD_MEMBER_REMOVE');
    const added = sandbox.addGuild({ name: 'Second' });
    await client.dispatch('GUILD_CREATE', ({ id }) => id === added.id);
    sandbox.removeGuild(added.id);
    expect(await client.dispatch('GUILD_DELETE')).to.deep.equal({ id: added.id });
  });
});
