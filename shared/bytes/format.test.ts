import { expect } from 'chai';
import { formatBytes, formatCount } from './format.ts';

describe('how bytes are shown', () => {
  it('counts with thousands separators in lists', () => {
    expect(formatCount(1280)).to.equal('1,280');
    expect(formatCount(1_048_576, 'de')).to.equal('1.048.576');
  });

  it('spells small amounts out', () => {
    expect([0, 1, 2, 512, 1023].map((count) => formatBytes(count))).to.eql([
      '0 bytes',
      '1 byte',
      '2 bytes',
      '512 bytes',
      '1,023 bytes',
    ]);
  });

  it('uses units of 1024 in prose, with the exact count beside', () => {
    expect(formatBytes(1024)).to.equal('1 KB (1,024)');
    expect(formatBytes(1280)).to.equal('1.25 KB (1,280)');
    expect(formatBytes(5 * 1024 ** 2)).to.equal('5 MB (5,242,880)');
    expect(formatBytes(3 * 1024 ** 3)).to.equal('3 GB (3,221,225,472)');
  });

  it('never shows more than there is, nor 1,024 of a unit', () => {
    expect(formatBytes(1024 ** 2 - 1)).to.equal('1,023.99 KB (1,048,575)');
    expect(formatBytes(1024 ** 3 - 1)).to.equal('1,023.99 MB (1,073,741,823)');
  });

  it('speaks German', () => {
    expect(formatBytes(1, 'de')).to.equal('1 Byte');
    expect(formatBytes(1280, 'de')).to.equal('1,25 KB (1.280)');
  });
});
