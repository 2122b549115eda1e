import { expect } from 'chai';
import fc from 'fast-check';
import { snowflakeAt } from '../core/snowflake.ts';
import type { Counted } from './kind.ts';
import { sliding } from './sliding.ts';
import { type Entry, mostEntries } from './windows.ts';
import { modelWindows } from './windows-model.fixture.ts';
import { countedBy, guild, scenarios, start } from './windows-scenarios.fixture.ts';

describe('windows in memory', () => {
  it('tell of entries in order what the definitions say', () => {
    fc.assert(
      fc.property(scenarios, (batches) => {
        const orders = batches.flat();
        const rules = orders[0]?.rules ?? [];
        const known = new Map(orders.flatMap(({ entries }) => entries).map((entry) => [entry.id, entry]));
        const inOrder = [...known.values()].sort((a, b) => Number(BigInt(a.id) - BigInt(b.id)));
        for (const { id, slot, window } of rules) {
          const model = modelWindows();
          const give = sliding(window);
          for (const entry of inOrder.map((one) => ({ ...one, slots: [slot] }))) {
            const told = model([{ guild, rules: [{ id, slot, window }], entries: [entry] }]);
            expect(give(entry)).to.deep.equal(told.map(({ guild, rule, ...held }) => held));
          }
        }
      }),
      { numRuns: process.env.TEST_FULL ? 1_000 : 100 },
    );
  });

  it('look at the latest 512 entries', () => {
    const give = sliding({ counts: 'duplicates', atLeast: 2, within: 60_000 });
    const write = (at: number, text: string) => give(written(at, { fingerprint: text.padStart(16, '0') }));
    write(0, 'a');
    for (let nth = 1; nth < mostEntries - 1; nth++) write(nth, `b${nth}`);
    expect(write(1_000, 'a')).to.have.lengthOf(2);
    for (let nth = 1; nth < mostEntries; nth++) write(1_000 + nth, `c${nth}`);
    const [last] = write(3_000, 'a');
    expect(last).to.include({ reached: 1, holds: false });
  });

  for (const counts of countedBy) {
    it(`take what many members write in little memory: ${counts}`, () => {
      const give = sliding({ counts, atLeast: counts === 'matches' ? 1 : 5, within: 10_000 });
      let told = 0;
      for (let nth = 0; nth < 20_000; nth++) {
        const member = String(1_000 + (nth % 500));
        told += give(written(nth * 100, { member, fingerprint: nth.toString(16).padStart(16, '0') })).length;
      }
      const busy: Counted[] = ['joins', 'matches'];
      expect(told > 0).to.equal(busy.includes(counts));
    });
  }
});

function written(at: number, more: Partial<Entry>): Entry {
  return {
    id: snowflakeAt(start + at, 5),
    channel: '1',
    member: '2',
    fingerprint: null,
    mentions: 0,
    slots: [0],
    ...more,
  };
}
