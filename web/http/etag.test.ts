import { expect } from 'chai';
import { isKnown, readMatch } from './etag.ts';
import { Refusal } from './problem.ts';

describe('versions in headers', () => {
  it('reads the one version a change is based on', () => {
    expect(readMatch('"17"')).to.equal('17');
    expect(readMatch('')).to.equal(null);
  });

  it('takes nothing for a version that names none', () => {
    for (const header of ['17', '*', '"1", "2"', '"', '""', '"a b"'])
      expect(readMatch(header), header).to.be.instanceOf(Refusal).and.include({ code: 'bad-input' });
    expect(readMatch('W/"17"')).to.include({ code: 'precondition-failed' });
  });

  it('knows what the client has, in a list or weakened by a proxy', () => {
    for (const header of ['"17"', 'W/"17"', '"16", "17"', '*'])
      expect(isKnown(header, '17'), header).to.equal(true);
    for (const header of ['', '17', '"1"', 'W/"7"']) expect(isKnown(header, '17'), header).to.equal(false);
  });
});
