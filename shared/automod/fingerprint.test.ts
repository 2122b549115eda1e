import { expect } from 'chai';
import fc from 'fast-check';
import { fingerprintOf } from './fingerprint.ts';

describe('fingerprints', () => {
  it('are the same, whatever disguise the text wears', () => {
    const disguises = [
      'Free Nitro here',
      'FREE   nitro\n\there!!!',
      'Frее Nіtrо here', // Cyrillic
      'F\u200br\u2060ee Nit\u00adro here', // zero-width
      '\u202eFree Nitro\u202c here\u200f', // directions
      'Ｆｒｅｅ Ｎｉｔｒｏ here?!',
      '𝓕𝓻𝓮𝓮 𝕹𝖎𝖙𝖗𝖔 𝚑𝚎𝚛𝚎',
      'ꜰʀᴇᴇ ɴɪᴛʀᴏ ʜᴇʀᴇ',
      '🅵🆁🅴🅴 🅽🅸🆃🆁🅾 🅷🅴🆁🅴',
      '🇫🇷🇪🇪 🇳🇮🇹🇷🇴 🇭🇪🇷🇪',
      'F̷̢̛r̴e̵e̶ N̸i̷t̶r̷o h̶e̶r̴e', // zalgo
      'Frééé Nîtrô hèrè',
      'Freeeeee Nitrooooo here…',
      '  free nitro here.  ',
    ];
    expect(new Set(disguises.map(hashOf))).to.deep.equal(new Set(['257cfc49c22d6bfd']));
  });

  it('do not see who sent a link, and see where it leads', () => {
    const same = [
      '?v=2',
      '?v=2&utm_source=x',
      '?utm_source=x&v=2',
      '?fbclid=1&v=2&si=abc',
      '?V=2&UTM_Medium=3',
    ];
    expect(new Set(same.map((query) => hashOf(`see https://a.example/x${query} now`))).size).to.equal(1);
    expect(hashOf('https://a.example/x?gclid=1#top')).to.equal(hashOf('https://a.example/x#top'));
    expect(hashOf('https://a.example/x?v=2')).not.to.equal(hashOf('https://a.example/x?v=3'));
    expect(hashOf('is it so? utm_source=1')).not.to.equal(hashOf('is it so?'));
  });

  it('stay as they are: traces are compared over days and processes', () => {
    const golden = {
      hello: '6fc4cc2381047f03',
      '?': '79a8c08808deee95',
      'привет мир': '4a77366c6613fa5a',
      '😀': '1551917c7ae54db4',
      'https://a.b/x?v=2': 'f5acf24b6bdd8dcd',
    };
    expect(Object.fromEntries(Object.keys(golden).map((text) => [text, hashOf(text)]))).to.deep.equal(golden);
    expect(fingerprintOf('', [{ size: 10, type: 'image/png' }])).to.deep.equal({
      hash: '133bf07a2b299442',
      length: 0,
    });
  });

  it('are none for nothing, and something for punctuation', () => {
    for (const text of ['', '   ', '\u200b\u2060', '\n\t', '\u2800'])
      expect(hashOf(text), text).to.equal(null);
    expect(hashOf('???')).to.equal(hashOf('? '));
    expect(hashOf('?')).not.to.equal(hashOf('!'));
  });

  it('take attachments by size and type, in any order, whatever their name', () => {
    const [picture, file] = [
      { size: 2_048, type: 'image/png' },
      { size: 7_000_000_000, type: null },
    ];
    const both = fingerprintOf('', [picture, file]).hash;
    expect(fingerprintOf('', [file, { size: 2_048, type: 'image/PNG; charset=x' }]).hash).to.equal(both);
    const others = [[picture], [file], [picture, picture], [{ ...picture, size: 2_049 }, file]];
    const hashes = [both, ...others.map((list) => fingerprintOf('', list).hash)];
    expect(new Set(hashes).size).to.equal(hashes.length);
    expect(fingerprintOf('look', [picture]).hash).not.to.equal(hashOf('look'));
  });

  it('count the characters that they are made of', () => {
    expect(fingerprintOf('Hellooooo   world!!!').length).to.equal('helo world'.length);
    expect(fingerprintOf('😀😀').length).to.equal(1);
  });

  it('differ where texts do', () => {
    const hashes = new Map<string, string>();
    const plainText = fc.string({ unit: fc.constantFrom(...'abcdefgh 0123'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(plainText, (text) => {
        const form = text.replace(/(.)\1+/g, '$1').trim();
        const { hash } = fingerprintOf(text);
        if (hash === null) return form === '';
        const other = hashes.get(hash) ?? form;
        hashes.set(hash, form);
        return other === form;
      }),
      { numRuns: 500 },
    );
  });

  it('take any text, of up to 4,000 characters, whatever case, space and signs are put into it', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(text, (text) => {
        const { hash, length } = fingerprintOf(text);
        expect(hash === null || /^[0-9a-f]{16}$/.test(hash)).to.equal(true);
        expect(hash === null).to.equal(length === 0);
      }),
    );
    const long = 'Zalgo͜ сomes 👩‍👩‍👧 \u202e'.repeat(400).slice(0, 4_000);
    expect(fingerprintOf(long).length).to.be.within(1_000, 4_000);
    expect(hashOf('x'.repeat(4_000))).to.equal(hashOf('X'));
    expect(hashOf(`${'!'.repeat(3_999)}a`)).to.equal(hashOf('!a'));
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'abc xyzé'), maxLength: 40 }),
        fc.nat(40),
        (text, at) => {
          const disguised = `${text.slice(0, at)}\u200b\u0336${text.slice(at)}`.toUpperCase();
          return hashOf(disguised) === hashOf(text);
        },
      ),
    );
  });
});

function hashOf(text: string): string | null {
  return fingerprintOf(text).hash;
}
