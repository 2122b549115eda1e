import { expect } from 'chai';
import { formatCount, formatTime, initialsOf } from './format.ts';

describe('how the panel writes things', () => {
  it('separates thousands, beyond what a number can hold', () => {
    expect(formatCount(0)).to.equal('0');
    expect(formatCount('9007199254740993123')).to.equal('9,007,199,254,740,993,123');
  });

  it('writes times in UTC', () => {
    const at = new Date('2026-03-09T14:05:11.987Z');
    expect(formatTime(at)).to.deep.equal({
      iso: '2026-03-09T14:05:11.987Z',
      text: '2026-03-09 14:05:11',
    });
  });

  it('stands for names with up to two letters', () => {
    const names = {
      'Rust Berlin': 'RB',
      'the three little pigs': 'TP',
      ada: 'A',
      élan: 'É',
      '🦀🦀': '?',
      '': '?',
    };
    for (const [name, initials] of Object.entries(names)) expect(initialsOf(name), name).to.equal(initials);
  });
});
