import { expect } from 'chai';
import { partitionOf } from './keys.ts';
import { Snowflake, snowflakeAt, timeOf } from './snowflake.ts';

describe('snowflakes', () => {
  it("carry their time (Discord's documented example)", () => {
    expect(timeOf('175928847299117063')).to.equal(1_462_015_105_796);
  });

  it('can be made for a time', () => {
    expect(timeOf(snowflakeAt(1_462_015_105_796, 5))).to.equal(1_462_015_105_796);
  });

  it('are strings of digits that a bigint can hold', () => {
    for (const bad of ['', '0', '01', '-1', '1e5', '12345678901234567890', '9223372036854775808', 12]) {
      expect(Snowflake.safeParse(bad).success, String(bad)).to.equal(false);
    }
  });
});

describe('partitions', () => {
  it('spread guilds evenly and stay where they are', () => {
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 4_000; i++) {
      const { index } = partitionOf(snowflakeAt(1_500_000_000_000 + i * 7_919, i), 4);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    for (const count of counts) expect(count).to.be.within(800, 1_200);
    expect(partitionOf('175928847299117063', 8)).to.deep.equal(partitionOf('175928847299117063', 8));
  });
});
