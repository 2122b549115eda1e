import { expect } from 'chai';
import fc from 'fast-check';
import { parseJson } from './json-scan.ts';

describe('JSON that the API reads', () => {
  it('reads whatever JSON.parse reads, where keys are unique', () => {
    const json = fc.jsonValue({ maxDepth: 5 });
    fc.assert(
      fc.property(json, (value) => {
        const text = JSON.stringify(value);
        if (text.includes('__proto__')) return;
        expect(parseJson(text)).to.deep.equal({ is: 'parsed', value: JSON.parse(text) });
      }),
    );
  });

  const faults: Record<string, string> = {
    '{"a":1,"a":2}': 'repeated',
    '{"a":1,"\\u0061":2}': 'repeated',
    '[{"b":{"a":1,"c":[],"a":{}}}]': 'repeated',
    '{"__proto__":1}': 'reserved',
    '{"a":1,}': 'malformed',
    '{"a"': 'malformed',
    '': 'malformed',
    '{} {}': 'malformed',
    "{'a':1}": 'malformed',
    NaN: 'malformed',
  };
  for (const [text, is] of Object.entries(faults))
    it(`refuses ${text || 'nothing'} as ${is}`, () => {
      expect(parseJson(text)).to.include({ is });
    });

  it('takes the same key in two objects, and keys that look like structure', () => {
    expect(parseJson('[{"a":1},{"a":2},{"b":{"a":1},"a":"}:{"}]')).to.include({ is: 'parsed' });
  });

  it('goes 32 levels deep, and does not even try to read what is deeper', () => {
    expect(parseJson(`${'['.repeat(32)}${']'.repeat(32)}`)).to.include({ is: 'parsed' });
    expect(parseJson(`${'['.repeat(33)}${']'.repeat(33)}`)).to.include({ is: 'deep' });
    expect(parseJson('{"a":'.repeat(50_000))).to.include({ is: 'deep' });
  });

  /** 256 kB and more each, over which a scan that starts again at every quote takes minutes: it runs into the timeout. */
  const endless: Record<string, string> = {
    'a string of escaped quotes that never ends': `"${'\\"'.repeat(131_000)}`,
    'quotes without number': '"'.repeat(262_001),
    'backslashes without number': '\\'.repeat(262_000),
    'a string of backslashes that never ends': `"${'\\'.repeat(262_000)}`,
    'a string that ends in half an escape': `"${'\\"'.repeat(131_000)}\\`,
    'escaped quotes outside of strings': '\\"'.repeat(131_000),
    'strings begun in an object, none of them ended': `{${'"\\":'.repeat(87_000)}`,
  };
  for (const [what, text] of Object.entries(endless))
    it(`is done at once with ${what}`, () => {
      expect(parseJson(text)).to.deep.equal({ is: 'malformed' });
    });
});
