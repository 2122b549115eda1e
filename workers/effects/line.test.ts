import { expect } from 'chai';
import { openLine } from './line.ts';

describe('a line', () => {
  it('does what has the same key one after the other, whatever becomes of it', async () => {
    const inLine = openLine();
    const did: string[] = [];
    const work = (name: string) => async (waited: boolean) => {
      did.push(`${name} begins${waited ? ' later' : ''}`);
      await new Promise(setImmediate);
      did.push(`${name} ends`);
      if (name === 'bad') throw new Error('bad');
    };
    const all = [inLine('a', work('bad')), inLine('a', work('good')), inLine('b', work('other'))];
    const ends = await Promise.allSettled(all);
    expect(ends.map(({ status }) => status)).eql(['rejected', 'fulfilled', 'fulfilled']);
    expect(did.filter((each) => !each.startsWith('other'))).eql([
      'bad begins',
      'bad ends',
      'good begins later',
      'good ends',
    ]);
    expect(did.indexOf('other begins')).lt(did.indexOf('bad ends'));
    await inLine('a', work('last'));
    expect(did).include('last begins');
  });
});
