import { expect } from 'chai';
import { longestTimeout, readDuration, tellDuration } from './durations.ts';

describe('durations', () => {
  for (const [text, seconds, told] of [
    ['10m', 600, '10 min'],
    ['1h30m', 5_400, '1 h 30 min'],
    [' 2 D ', 172_800, '2 d'],
    ['1w', 604_800, '7 d'],
    ['90s', 90, '1 min 30 s'],
    ['1 hour 5 minutes', 3_900, '1 h 5 min'],
    ['2 Tage', 172_800, '2 d'],
    ['28d', longestTimeout, '28 d'],
    ['10y', 315_360_000, '3650 d'],
  ] as const)
    it(`read ${text}, and tell it as ${told}`, () => {
      expect(readDuration(text)).eql({ is: 'duration', seconds });
      expect(tellDuration(seconds)).eq(told);
    });

  for (const text of [
    '',
    ' ',
    'soon',
    '10',
    'm',
    '1.5h',
    '-5m',
    '5m-',
    '1h1h',
    '5x',
    '1h 1hour',
    '٥m',
    '1e9d',
    '1constructor',
    '1__proto__',
  ])
    it(`do not take ${JSON.stringify(text)}`, () => expect(readDuration(text)).eql({ is: 'malformed' }));

  it('are not nothing', () => {
    for (const text of ['0m', '0h0m', '00000s']) expect(readDuration(text)).eql({ is: 'zero' });
    expect(tellDuration(0)).eq('0 s');
  });

  it('end at ten years, those of timeouts at 28 days', () => {
    const tooLong = { is: 'too-long' };
    for (const text of ['400y', '10y1s', `${'9'.repeat(400)}d`]) expect(readDuration(text)).eql(tooLong);
    expect(readDuration('29d', longestTimeout)).eql(tooLong);
    expect(readDuration('4w', longestTimeout).is).eq('duration');
  });
});
