import { expect } from 'chai';
import fc from 'fast-check';
import { openRecentHashes } from './recent-hashes.ts';

describe('recent hashes', () => {
  it('answer as a map that remembers everything would, or with unknown', () => {
    const step = fc.record({
      key: fc.integer({ min: 0, max: 40 }),
      text: fc.constantFrom('', 'a', 'b'),
      sets: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const hashes = openRecentHashes(16);
        const all = new Map<number, string>();
        for (const { key, text, sets } of steps) {
          const known = hashes.ask(String(key), () => text);
          if (known !== 'unknown') expect(known).to.equal(all.get(key) === text ? 'same' : 'another');
          if (!sets) continue;
          hashes.set(String(key), text);
          all.set(key, text);
          expect(hashes.ask(String(key), () => text)).to.equal('same');
        }
      }),
    );
  });

  it('forget what was used least recently', () => {
    const hashes = openRecentHashes(8); // one set
    const isKnown = (key: string) => hashes.ask(key, () => '') !== 'unknown';
    for (const key of '12345678') hashes.set(key, '');
    expect(isKnown('1')).to.equal(true);
    hashes.set('9', '');
    expect([...'123456789'].filter((key) => !isKnown(key))).to.deep.equal(['2']);
  });

  it('keep nearly as many as they may', () => {
    const hashes = openRecentHashes(2 ** 12);
    const keys = Array.from({ length: 3_000 }, (_, n) => `290926798626357999:${n}`);
    for (const key of keys) hashes.set(key, '');
    expect(keys.filter((key) => hashes.ask(key, () => '') === 'same').length).to.be.above(2_700);
    hashes.clear();
    expect(keys.filter((key) => hashes.ask(key, () => '') !== 'unknown')).to.deep.equal([]);
  });
});
