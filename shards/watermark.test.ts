import { expect } from 'chai';
import fc from 'fast-check';
import { openWatermark, type Session, type Watermark } from './watermark.ts';

const session: Session = { id: 'a', url: 'ws://gateway', shards: 1 };

function begun(sequence = 0): Watermark {
  const watermark = openWatermark();
  watermark.begin(session, sequence);
  return watermark;
}

describe('the watermark', () => {
  it('follows what was seen while nothing waits', () => {
    const watermark = begun(1);
    watermark.see(2);
    watermark.see(3);
    expect(watermark.sequence).to.equal(3);
  });

  it('stays below the oldest event that waits, in any lane', () => {
    const watermark = begun();
    const [slow, fast] = [watermark.lane(), watermark.lane()];
    watermark.see(1);
    watermark.see(2);
    slow.hold(2);
    watermark.see(3);
    fast.hold(3);
    expect(watermark.sequence).to.equal(1);
    fast.release(undefined);
    expect(watermark.sequence).to.equal(1);
    slow.release(undefined);
    expect(watermark.sequence).to.equal(3);
  });

  it('does not count a replay of what is under way twice', () => {
    const watermark = begun();
    expect(watermark.see(1)).to.equal(true);
    expect(watermark.see(1)).to.equal(false);
  });

  it('waits for one that was overtaken', () => {
    const watermark = begun();
    watermark.see(1);
    watermark.see(3);
    expect(watermark.sequence).to.equal(1);
    expect(watermark.see(2)).to.equal(true);
    expect(watermark.sequence).to.equal(3);
  });

  it('does not wait for ever for one that Discord never sent', () => {
    const watermark = begun();
    for (let sequence = 2; sequence < 1_100; sequence++) watermark.see(sequence);
    expect(watermark.sequence).to.equal(1_099);
  });

  it('expects everything once more after going back', () => {
    const watermark = begun();
    for (const sequence of [1, 2, 3]) watermark.see(sequence);
    watermark.rewind(1);
    expect(watermark.sequence).to.equal(1);
    expect(watermark.see(2)).to.equal(true);
    expect(watermark.sequence).to.equal(2);
  });

  it('starts a new session where it began, until the old one is enqueued', () => {
    const watermark = begun();
    const lane = watermark.lane();
    watermark.see(1);
    lane.hold(1);
    watermark.end();
    watermark.begin({ ...session, id: 'b' }, 1);
    watermark.see(2);
    const position = lane.hold(2);
    watermark.see(3);
    expect(watermark.sequence).to.equal(1);
    lane.release(position);
    expect(watermark.sequence).to.equal(1);
    lane.release(undefined);
    expect(watermark.sequence).to.equal(3);
  });

  it('is what a plain account of every event says', () => {
    const step = fc.oneof(
      fc.record({ does: fc.constant('drop' as const) }),
      fc.record({ does: fc.constant('hold' as const), lane: fc.nat(2) }),
      fc.record({
        does: fc.constant('release' as const),
        lane: fc.nat(2),
        most: fc.integer({ min: 1, max: 4 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const watermark = begun();
        const lanes = [0, 1, 2].map(() => ({ marks: watermark.lane(), waiting: [] as [number, number][] }));
        let seen = 0;
        for (const each of steps) {
          const lane = each.does === 'drop' ? undefined : lanes[each.lane];
          if (each.does === 'release') {
            lane?.waiting.splice(0, each.most);
            lane?.marks.release(lane.waiting[0]?.[1]);
          } else {
            watermark.see(++seen);
            lane?.waiting.push([seen, lane.marks.hold(seen)]);
          }
          const waiting = lanes.flatMap((one) => one.waiting.map(([sequence]) => sequence));
          expect(watermark.sequence).to.equal(Math.min(seen, ...waiting.map((sequence) => sequence - 1)));
        }
      }),
    );
  });
});
