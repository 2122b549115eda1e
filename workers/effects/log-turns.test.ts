import { expect } from 'chai';
import { openTurns } from './log-turns.ts';

describe('turns of a log channel', () => {
  it('are taken by who was put off before whoever comes later, ten in a pace', () => {
    const putOff = openTurns(1_000);
    const at = (now: number, waiting: number, again = false) =>
      putOff({ channel: '1', waiting, again }, now) ?? 'stays';
    expect([at(0, 9), at(0, 10), at(0, 10)]).eql(['stays', 100, 200]);
    expect(at(50, 0), 'room, but others were here before').eq(250);
    expect([at(100, 0, true), at(200, 9, true), at(300, 10, true)]).eql(['stays', 'stays', 1_000]);
    expect([at(300, 9), putOff({ channel: '2', waiting: 0, again: false }, 0)]).eql(['stays', undefined]);
  });
});
