import { expect } from 'chai';
import fc from 'fast-check';
import { z } from 'zod';
import { readText } from './content.ts';
import { patternFields } from './kinds/patterns-field.ts';
import { compile, Patterns } from './pattern.ts';
import { checkPattern } from './pattern-check.ts';
import { killers } from './pattern-killers.ts';
import { literalsOf } from './pattern-literals.ts';

const runs = process.env.TEST_FULL ? 2_000 : 150;

const faulty: [pattern: string, position: number | undefined, message: RegExp][] = [
  ['', undefined, /empty/],
  ['   ', undefined, /empty/],
  ['a'.repeat(10_240), undefined, /at most 1,000 characters; this has 10,240/],
  ['(?=a)b', 1, /look-around/],
  ['[(?=]a(?!b)', 7, /look-around/],
  ['x(?<=a)b', 2, /look-around/],
  ['x(?<!a)', 2, /look-around/],
  ['(a)\\1', 4, /back-references/],
  ['(?P<n>a)(?P=n)', 9, /back-references/],
  ['\\k<n>', 1, /back-references/],
  ['a(?>b)', 2, /atomic/],
  ['ba++', 3, /possessive/],
  ['a**', 2, /repeats a repetition/],
  ['x|*a', 3, /nothing to repeat/],
  ['😀(', 2, /never closed/],
  ['(a(b)[)]', 1, /never closed/],
  ['a[b', 2, /never closed/],
  ['[(]a))b', 5, /closes nothing/],
  ['a[z-a]', 3, /range/],
  ['[[:foo:]]', 2, /range/],
  ['\\y', 1, /escape/],
  ['\\u0041', 1, /\\x/],
  ['a\\', 2, /escapes nothing/],
  ['(?P<n>a)(?P<n>b)', 13, /this name already/],
  ['(?<é>a)', 1, /name of a group/],
  ['(?z:a)', 1, /not supported/],
  ['a{2,1}', 2, /repeated at most/],
  ['a{1001}', 2, /repeated at most/],
  ['(a{1000}){1000}', 10, /repeated at most/],
  ['((((a{9}){9}){9}){9}){9}', undefined, /repeated at most|grows/],
  ['(a{30}){30}', undefined, /grows to 962 steps/],
  ['(?i)(?:[^a]|a[^b]){400}', undefined, /grows/],
];

describe('patterns', () => {
  for (const [pattern, position, message] of faulty)
    it(`are refused with their position: ${pattern.slice(0, 30) || 'nothing'}`, () => {
      const fault = checkPattern(pattern);
      expect(fault?.message).to.match(message);
      if (position !== undefined) expect(fault?.position).to.equal(position);
    });

  it('are not looked at where there are too many of them', () => {
    const given = Array.from({ length: 26 }, () => '(');
    const checked = z.object(patternFields).safeParse({ patterns: given });
    expect(checked.error?.issues.map(({ code, path }) => [code, path])).to.deep.equal([
      ['too_big', ['patterns']],
    ]);
  });

  it('are taken as RE2 has them', () => {
    const good = [
      'spam',
      '(?i)a|b',
      '[[:alpha:]]+',
      '\\pL{3}',
      '(?P<n>a)',
      '(?<n>a)',
      '\\Qa(b\\E',
      'x{,5}',
      '[]a]',
      '^$',
    ];
    for (const pattern of good) expect(checkPattern(pattern), pattern).to.equal(undefined);
  });

  it('see the raw text and its plain form, in whatever case', () => {
    const find = (pattern: string, text: string, caseSensitive = false) =>
      new Patterns([pattern], { caseSensitive }).find(readText(text)) === 0;
    expect(find('free nitro', 'FREE Nitro')).to.equal(true);
    expect(find('free nitro', 'FREE Nitro', true)).to.equal(false);
    expect(find('(?i)free nitro', 'FREE Nitro', true)).to.equal(true);
    expect(find('nitro', 'ｎｉ\u200bｔｒｏ')).to.equal(true);
    expect(find('\\x{200b}', 'ni\u200btro')).to.equal(true);
    expect(find('ｎitro', 'ｎitro')).to.equal(true);
    expect(find('nitro', 'nіtro')).to.equal(false); // Cyrillic: the folded form is never matched
    expect(find('steam', '\u017fteam')).to.equal(true); // a long s
    expect(find('\\d{3} krs', '123 KRS')).to.equal(true); // a Kelvin sign
  });

  it('tell which of them matched', () => {
    const patterns = new Patterns(['aaa', 'b+c', 'd']);
    expect(['xd', 'bbc d', 'aaad', 'e'].map((text) => patterns.find(readText(text)))).to.deep.equal([
      2, 1, 0, -1,
    ]);
  });

  it('that kill backtracking engines give the right answer for 4,000 and 100,000 characters', function () {
    this.timeout(60_000);
    for (const { pattern, hit, miss } of killers)
      for (const length of [4_000, 100_000]) {
        const engine = compile(pattern);
        expect(engine.test(miss(length)), `${pattern} misses`).to.equal(false);
        expect(engine.test(hit(length)), `${pattern} hits`).to.equal(true);
      }
  });
});

describe('literals of patterns', () => {
  it('are what every match contains', () => {
    const found = (pattern: string) => literalsOf(pattern)?.join(' ') ?? null;
    expect(found('free\\s+nitro')).to.equal('nitro');
    expect(found('(free|gratis)\\s*(nitro|steam)')).to.equal('nitro steam');
    expect(found('st[e3]amc?')).to.equal('steamc steam st3amc st3am');
    expect(found('\\bb(uy)+ now')).to.equal(' now');
    expect(found('\\Qa.b\\E*c')).to.equal('a.');
    expect(found('(?i:NITRO)')).to.equal('nitro');
    for (const pattern of ['a*b*', 'nitro|.', '\\w+', '(nitro)?', '[a-z]{3}', '\u03c3\u03c3\u03c3'])
      expect(found(pattern), pattern).to.equal(null);
  });

  it('never change what is found', function () {
    this.timeout(300_000);
    const sign = fc.constantFrom(...'abkskABKS1 .-éÉåßжЖяſKΣς中İıµ');
    const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,3}', '{0,2}', '*?', '+?');
    const atom = fc.oneof(
      sign.map((text) => (/[.]/.test(text) ? `\\${text}` : text)),
      fc.constantFrom(
        '.',
        '\\w',
        '\\s',
        '\\b',
        '^',
        '$',
        '[ab]',
        '[^a]',
        '[a-k]',
        '[K\\]é]',
        '\\pL',
        '\\x{e9}',
        '\\153',
        '\\Qab\\E',
      ),
    );
    const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
      pattern: fc
        .array(
          fc.array(tie('part'), { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
          {
            minLength: 1,
            maxLength: 3,
          },
        )
        .map((branches) => branches.join('|')),
      part: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc
          .tuple(atom, quantifier)
          .map(([atom, quantifier]) => (/^[\^$]|^\\b/.test(atom) ? atom : atom + quantifier)),
        fc
          .tuple(fc.constantFrom('(', '(?:', '(?i:', '(?-i:', '(?P<x>', '(?s:'), tie('pattern'), quantifier)
          .map(([open, inside, quantifier]) => `${open}${inside})${quantifier}`),
      ),
    }));
    const text = fc.string({ unit: sign, maxLength: 14 });
    let matches = 0;
    fc.assert(
      fc.property(
        pattern,
        fc.array(text, { minLength: 4, maxLength: 4 }),
        fc.boolean(),
        (pattern, texts, caseSensitive) => {
          fc.pre(checkPattern(pattern) === undefined);
          const engine = compile(pattern, { caseSensitive });
          const filtered = new Patterns([pattern], { caseSensitive });
          for (const each of texts) {
            const text = readText(each);
            const expected = engine.test(text.raw) || engine.test(text.plain);
            if (expected) matches++;
            expect(filtered.find(text) === 0, JSON.stringify([pattern, each, literalsOf(pattern)])).to.equal(
              expected,
            );
          }
        },
      ),
      { numRuns: runs },
    );
    expect(matches).to.be.greaterThan(runs / 4);
  });
});
