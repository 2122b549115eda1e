import { expect } from 'chai';
import fc from 'fast-check';
import { BytesConfig } from '../bytes/settings.ts';
import { anyBytesConfig } from './bytes-config.fixture.ts';
import { changedKeys } from './change.ts';
import { diffSettings } from './diff.ts';
import { bytesSettings } from './registry.ts';

describe('the difference between two versions of settings', () => {
  const before = BytesConfig.parse({ ignoredChannels: ['1', '2'] });

  function change(values: Partial<BytesConfig>) {
    const after = BytesConfig.parse({ ...before, ...values });
    const [first] = diffSettings(bytesSettings, before, after, { 2: 'memes', 3: 'general' });
    return first;
  }

  it('is told in words, with units', () => {
    expect(change({ enabled: false })).to.deep.equal({
      path: 'enabled',
      label: 'Bytes enabled',
      before: 'on',
      after: 'off',
    });
    expect(change({ startingBalance: 2500 })).to.include({ before: '100 bytes', after: '2,500 bytes' });
    expect(change({ announce: 'off' })).to.include({ before: 'a reaction', after: 'nothing' });
  });

  it('of a list is what left it and what came to it', () => {
    expect(change({ ignoredChannels: ['1', '3'] })).to.include({ before: '#memes', after: '#general' });
    expect(change({ ignoredChannels: ['2'] })).to.include({ before: 'deleted (1)', after: '' });
  });

  it('of a table is told by rows', () => {
    const tiers = before.tiers.map((tier) => (tier.days === 8 ? { ...tier, multiplier: 3 } : tier));
    expect(change({ tiers })).to.include({
      before: '8 days, CHAR, 2 times',
      after: '8 days, CHAR, 3 times',
    });
  });

  it('is empty where nothing differs, and names each field that does', () => {
    fc.assert(
      fc.property(anyBytesConfig, anyBytesConfig, (one, other) => {
        expect(diffSettings(bytesSettings, one, structuredClone(one))).to.deep.equal([]);
        const told = diffSettings(bytesSettings, one, other);
        expect(told.map(({ path }) => path)).to.have.members(changedKeys(one, other));
        for (const { before, after } of told) expect(before).to.not.equal(after);
      }),
      { numRuns: 50 },
    );
  });
});
