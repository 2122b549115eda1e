import { expect } from 'chai';
import { createSnowflakes, seededSnowflake, shardKeyOf, snowflakeAt, timeOf } from './snowflakes.ts';

describe('sandbox: snowflakes', () => {
  it('carries its time, as in Discord’s documentation', () => {
    expect(timeOf('175928847299117063')).to.equal(1_462_015_105_796);
    expect(timeOf(snowflakeAt(1_700_000_000_123, 77))).to.equal(1_700_000_000_123);
  });

  it('never repeats within a millisecond, also not for a past one', () => {
    const { at, next } = createSnowflakes(() => 1_700_000_000_000);
    const ids = Array.from({ length: 5_000 }, (_, n) => (n % 2 ? next() : at(1_700_000_000_000)));
    expect(new Set(ids).size).to.equal(5_000);
  });

  it('gives a seeded name the same id, and a shard', () => {
    expect(seededSnowflake('guild', 'a')).to.equal(seededSnowflake('guild', 'a'));
    expect(seededSnowflake('guild', 'a')).to.not.equal(seededSnowflake('guild', 'b'));
    expect(shardKeyOf('4194304')).to.equal(1);
  });
});
