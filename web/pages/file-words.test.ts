import { expect } from 'chai';
import { plainName, sizeInWords } from './file-words.ts';
import { lasting } from './firing-words.ts';

describe('words of files and firings', () => {
  it('write out what a name hides', () => {
    expect(plainName('photo\u202Egnp.exe')).to.equal('photo[U+202E]gnp.exe');
    expect(plainName('a\u0000\u200b.exe')).to.equal('a[U+0000][U+200B].exe');
    expect(plainName('Übung 3 – Lösung.pdf')).to.equal('Übung 3 – Lösung.pdf');
  });

  it('show both ends of a long name, whatever it is made of', () => {
    const name = plainName(`${'🦀'.repeat(500)}.tar.gz`);
    expect([...name]).to.have.length(65);
    expect(name.endsWith('🦀.tar.gz')).to.equal(true);
  });

  it('name sizes and times by their units', () => {
    expect([0, 999, 1_000, 1_234_567, 25_000_000_000].map(sizeInWords)).to.deep.equal([
      '0 B',
      '999 B',
      '1 kB',
      '1.2 MB',
      '25 GB',
    ]);
    expect([0, 1_000, 90_000, 90_000_000].map(lasting)).to.deep.equal([
      '0 seconds',
      '1 second',
      '1 minute 30 seconds',
      '1 day 1 hour',
    ]);
  });
});
