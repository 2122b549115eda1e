import { expect } from 'chai';
import { cut, literally, oneLine } from './plain-text.ts';

describe('text that people typed', () => {
  const lines: [what: string, typed: string, shown: string][] = [
    ['zero-width signs', 'a\u200Bb\u2060c\uFEFF', 'abc'],
    ['marks that turn the direction of writing', '\u202Egnp.exe\u2066', 'gnp.exe'],
    ['fillers that look empty', '\u3164\u115F\u2800', ''],
    ['line breaks and wide spaces', ' a\n\tb\u00A0\u3000c ', 'a b c'],
    ['a joiner between letters', 'a\u200Db', 'ab'],
  ];
  for (const [what, typed, shown] of lines) it(`loses ${what}`, () => expect(oneLine(typed)).to.equal(shown));

  it('keeps letters, accents and emoji whole', () => {
    for (const text of ['Äpfel für José', 'مرحبا', '👩‍👩‍👧', '👩🏽‍💻', '❤️‍🔥', '1️⃣', '🏳️‍🌈', 'नमस्ते'])
      expect(oneLine(text)).to.equal(text);
  });

  it('formats and mentions nothing', () => {
    expect(literally('**<@1>** `x` @everyone https://a.b [c](d) ||e||')).to.equal(
      '\\*\\*\\<\\@1\\>\\*\\* \\`x\\` \\@everyone https\\://a.b \\[c\\]\\(d\\) \\|\\|e\\|\\|',
    );
    expect(literally('\\*')).to.equal('\\\\\\*');
  });

  it('is cut by what people see as characters', () => {
    expect(cut('abc', 3)).to.equal('abc');
    expect(cut('😀😀😀😀', 3)).to.equal('😀😀…');
  });
});
