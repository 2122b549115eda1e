import { expect } from 'chai';
import { toCsv } from './csv.ts';

describe('CSV', () => {
  it('quotes what would end a cell', () =>
    expect(toCsv([['a,b', 'say "hi"', 'two\nlines', null, -3]])).to.equal(
      '"a,b","say ""hi""","two\nlines",,-3\r\n',
    ));

  it('lets no spreadsheet compute what a member wrote', () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])
      expect(toCsv([[text]]).replace(/^"/, ''), text).to.match(/^'/);
    expect(toCsv([['a=1']])).to.equal('a=1\r\n');
  });
});
