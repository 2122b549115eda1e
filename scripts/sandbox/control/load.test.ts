import { expect } from 'chai';
import { crowdGuildId, guildId, type Sandbox, startSandbox, userId } from '../index.ts';

describe('sandbox: many members at once', () => {
  let sandbox: Sandbox;
  const guild = guildId('Workshop');
  const control = async (method: string, path: string, order?: unknown) => {
    const url = `${sandbox.page}control/${path}`;
    const reply = await fetch(url, {
      method,
      ...(order === undefined ? {} : { body: JSON.stringify(order) }),
    });
    return reply.json();
  };
  afterEach(() => sandbox.stop());

  it('write in random guilds, as many as wanted', async () => {
    sandbox = await startSandbox({ world: { guilds: [], crowd: { guilds: 500, members: 10 } } });
    sandbox.load.start({ perSecond: 4_000, forMs: 50, guilds: 20, seed: 7 });
    await sandbox.waitFor(() => sandbox.load.state.posted === 200);
    const deeds = sandbox.did({ is: 'message' });
    const places = new Set(deeds.map((deed) => deed.guild));
    expect(deeds).to.have.lengthOf(200);
    expect(places.size).to.be.within(10, 20);
    expect([...Array(20).keys()].map(crowdGuildId)).to.include.members([...places]);
    expect(new Set(deeds.map(({ by }) => by)).size).to.be.above(50);
  });

  it('raid: all join and post the same', async () => {
    sandbox = await startSandbox();
    const messages = sandbox.raid({ guild, members: 30, content: 'same' });
    expect(new Set(messages.map(({ content }) => content))).to.deep.equal(new Set(['same']));
    expect(sandbox.did({ is: 'join', guild })).to.have.lengthOf(30);
    expect(new Set(messages.map(({ author }) => author.id)).size).to.equal(30);
  });

  it('are ordered by other processes, too, who can ask what happened', async () => {
    sandbox = await startSandbox();
    await control('POST', 'joinWave', { guild, members: 3 });
    const { messages } = Object(await control('POST', 'spam', { guild, user: userId('grace'), messages: 4 }));
    const deeds = Object(await control('GET', 'deeds?is=message'));
    expect(deeds.map(({ target }: { target: string }) => target)).to.deep.equal(messages);
    expect(await control('GET', 'deeds')).to.have.lengthOf(7);
    expect(await control('GET', `deeds?since=${Date.now() + 60_000}`)).to.deep.equal([]);
    expect(await control('GET', 'rate')).to.include.keys('framesPerSecond', 'cpu', 'sockets', 'loopDelayMs');
    expect(await control('POST', 'load', { perSecond: 10, forMs: 60_000 })).to.include({ running: true });
    expect(await control('POST', 'endLoad')).to.include({ running: false });
    await control('POST', 'storm', { seed: 1, everyMs: 60_000, kinds: ['duplicate'], rest: { 500: 0.1 } });
    await control('POST', 'calm');
    const { log, storm } = Object(await control('GET', 'trouble'));
    expect(storm).to.equal(false);
    expect(log.map(({ what }: { what: string }) => what)).to.deep.equal(['storm', 'duplicate', 'calm']);
    expect(await control('POST', 'storm', { seed: 1, everyMs: 1, kinds: ['rain'] })).to.have.property(
      'issues',
    );
    expect(await control('GET', '__proto__')).to.have.property('error');
  });
});
