import { expect } from 'chai';
import { guildId, type Sandbox, startSandbox, userId } from '../index.ts';
import { connectLibrary, type LibraryClient } from '../testing/library-client.ts';
import { sequenceOf } from './storm.ts';

describe('sandbox: trouble with the gateway', () => {
  let sandbox: Sandbox;
  let client: LibraryClient;
  const guild = guildId('Workshop');
  const say = (content: string) => sandbox.message({ guild, author: userId('ada'), content });
  const heard = () =>
    client.received.filter(({ t }) => t === 'MESSAGE_CREATE').map(({ d }) => String(Object(d).content));
  const all = async (count: number) => {
    await client.dispatch('MESSAGE_CREATE', () => heard().length >= count);
    return heard();
  };
  const words = Array.from({ length: 40 }, (_, n) => `${n}`);

  beforeEach(async () => {
    sandbox = await startSandbox({ identifyEvery: 0 });
    client = await connectLibrary(sandbox);
    await client.dispatch('GUILD_CREATE');
  });
  afterEach(async () => {
    await client.stop();
    await sandbox.stop();
  });

  it('lets events overtake each other, loses none, and none by more than the window', async () => {
    sandbox.trouble.reorder({ window: 8, seed: 3 });
    words.forEach(say);
    const order = await all(40);
    expect(order).to.have.members(words);
    expect(order).to.not.deep.equal(words);
    const early = order.map((word, place) => Number(word) - place);
    expect(Math.max(...early)).to.be.below(8);
  });

  it('sends what it held when told to be calm', async () => {
    sandbox.trouble.reorder({ window: 100, seed: 3 });
    sandbox.trouble.delay(60_000);
    words.slice(0, 5).forEach(say);
    sandbox.trouble.calm();
    say('end');
    expect(await all(6)).to.have.members([...words.slice(0, 5), 'end']);
    expect(heard().at(-1)).to.equal('end');
  });

  it('sends late what is to be late, as it was when it happened', async () => {
    sandbox.trouble.delay(30);
    const message = say('first words');
    sandbox.edit(message, 'second words');
    await client.dispatch('MESSAGE_UPDATE');
    expect(heard()).to.deep.equal(['first words']);
  });

  it('ends a storm with what it began, and nothing else', () => {
    const { trouble } = sandbox;
    trouble.duplicate(true);
    trouble.storm({ seed: 1, everyMs: 60_000, kinds: ['delay'], rest: { lost: 1 } });
    expect(trouble.state).to.deep.include({ storm: true, faults: { lost: 1 } });
    expect(trouble.state.delay).to.be.above(0);
    trouble.endStorm();
    expect(trouble.state).to.deep.include({ storm: false, faults: null, delay: 0, duplicates: true });
  });

  it('plays the same storm for the same seed, notes it, and stops when told', async () => {
    sandbox.trouble.storm({ seed: 11, everyMs: 1, kinds: ['duplicate', 'reorder', 'delay', 'withholdAcks'] });
    const kinds = () => sandbox.trouble.log.map(({ what }) => what).filter((what) => what !== 'storm');
    await new Promise<void>((resolve) => {
      const look = () => (kinds().length >= 12 ? resolve() : setTimeout(look, 2));
      look();
    });
    const expected = sequenceOf(11, ['duplicate', 'reorder', 'delay', 'withholdAcks']);
    expect(kinds().slice(0, 12)).to.deep.equal(Array.from({ length: 12 }, () => expected.next().value));
    sandbox.trouble.calm();
    expect(sandbox.trouble.log.at(-1)).to.include({ what: 'calm' });
    const count = sandbox.trouble.log.length;
    say('after the storm');
    await client.dispatch('MESSAGE_CREATE', ({ content }) => content === 'after the storm');
    expect(sandbox.trouble.log).to.have.lengthOf(count);
    expect(heard()).to.deep.equal(['after the storm']);
  });

  it('keeps everything for the bot through a storm of all that a bot can survive', async () => {
    sandbox.trouble.storm({ seed: 5, everyMs: 15 });
    for (const word of words) {
      say(word);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    sandbox.trouble.calm();
    await client.dispatch('MESSAGE_CREATE', () => new Set(heard()).size === 40);
    expect(sandbox.sessions.identifies).to.equal(1);
  });
});
