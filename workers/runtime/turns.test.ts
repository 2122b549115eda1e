import { expect } from 'chai';
import { openTurns } from './turns.ts';

describe('turns', () => {
  it('runs alone what must run alone, and side by side what may', async () => {
    const { share, alone } = openTurns();
    const seen: string[] = [];
    const step = (name: string) => async () => {
      seen.push(`${name} begins`);
      await new Promise((next) => setImmediate(next));
      seen.push(`${name} ends`);
    };
    await Promise.all([
      share(step('a')),
      share(step('b')),
      alone(step('C')),
      share(step('d')),
      alone(step('E')),
    ]);
    expect(seen.slice(0, 6)).eql(['a begins', 'b begins', 'a ends', 'b ends', 'C begins', 'C ends']);
    expect(seen.indexOf('E begins')).eq(seen.indexOf('E ends') - 1);
    expect(seen).length(10);
  });

  it('goes on after a failure, of which only its caller hears', async () => {
    const { share, alone } = openTurns();
    const fail = () => Promise.reject(new Error('broken'));
    const ends = await Promise.allSettled([share(fail), alone(fail), share(async () => 'shared')]);
    expect(ends.map(({ status }) => status)).eql(['rejected', 'rejected', 'fulfilled']);
    expect(await alone(async () => 'alone')).eq('alone');
  });
});
