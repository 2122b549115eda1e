import { expect } from 'chai';
import fc from 'fast-check';
import { createReplayBuffer } from './replay.ts';

describe('sandbox: what a session can replay', () => {
  it('is always the latest frames, and never more than its bounds', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 5_000 });
    fc.assert(
      fc.property(
        sizes,
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 900 }),
        (all, frames, bytes) => {
          const buffer = createReplayBuffer({ frames, bytes });
          const sent = all.map((size, n) => `${n}`.padEnd(size, 'x'));
          for (const frame of sent) buffer.push(frame);
          let from = sent.length;
          let size = 0;
          while (from > 0 && sent.length - from < frames) {
            size += (sent[from - 1] ?? '').length;
            if (size > bytes) break;
            from -= 1;
          }
          expect(buffer.after(from)).to.deep.equal(sent.slice(from));
          if (from > 0) expect(buffer.after(from - 1)).to.equal(null);
          expect(buffer.after(sent.length)).to.deep.equal([]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('counts bytes, not characters', () => {
    const buffer = createReplayBuffer({ frames: 100, bytes: 10 });
    for (const frame of ['ä'.repeat(5), 'ö'.repeat(5)]) buffer.push(frame);
    expect(buffer.after(1)).to.deep.equal(['ööööö']);
    expect(buffer.after(0)).to.equal(null);
  });

  it('makes large ones again instead of keeping them', () => {
    const buffer = createReplayBuffer({ frames: 100, bytes: 10 });
    let version = 1;
    for (let n = 0; n < 50; n += 1) buffer.push(() => `guild ${n} as of ${version}`);
    version = 2;
    expect(buffer.after(48)).to.deep.equal(['guild 48 as of 2', 'guild 49 as of 2']);
  });
});
