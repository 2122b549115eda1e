import { expect } from 'chai';
import { diffJson } from './json-diff.ts';

describe('before and after', () => {
  it('differ leaf by leaf, in what changed only', () => {
    const before = { amount: 5, tiers: [{ days: 1, bonus: 2 }], channels: ['1', '2'], same: true };
    const after = { amount: 6, tiers: [{ days: 1, bonus: 3 }], channels: ['2'], same: true, note: null };
    expect(diffJson(before, after)).to.deep.equal([
      { label: 'amount', before: '5', after: '6' },
      { label: 'tiers.0.bonus', before: '2', after: '3' },
      { label: 'channels', before: '1, 2', after: '2' },
      { label: 'note', before: undefined, after: 'none' },
    ]);
  });

  it('may be missing, or no objects', () => {
    expect(diffJson(null, { role: 'admin' })).to.deep.equal([
      { label: 'role', before: undefined, after: 'admin' },
    ]);
    expect(diffJson('a', 'b')).to.deep.equal([{ label: 'value', before: 'a', after: 'b' }]);
    expect(diffJson(null, null)).to.deep.equal([]);
    expect(diffJson([], ['1'])).to.deep.equal([{ label: 'value', before: 'none', after: '1' }]);
  });

  it('do not flood a page', () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`k${i}`, 'x'.repeat(1_000)]));
    const changes = diffJson(null, many);
    expect(changes).to.have.length(100);
    expect(changes[0]?.after).to.have.length(302);
  });
});
