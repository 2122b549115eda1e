import { expect } from 'chai';
import { readYaml } from './yaml.ts';

const size = 63 * 1024;
const tooDeep = { is: 'broken', why: 'It is nested too deeply: 32 levels are the most.' };

describe('YAML that nobody vouches for', () => {
  const deep: Record<string, string> = {
    'lists in brackets': '[',
    'objects in braces': '{',
    'lists of dashes': '- ',
    'objects as keys': '? ',
    'lists in objects': '[{',
    'keys after keys': 'a: ',
  };
  for (const [what, part] of Object.entries(deep))
    it(`is refused, however often, where it nests ${what} without end`, () => {
      const open = part.repeat(size / part.length);
      for (let times = 0; times < 5; times++) expect(readYaml(open)).to.deep.equal(tooDeep);
      expect(readYaml(`${open}\nx`), 'and then ends all at once').to.deep.equal(tooDeep);
    });

  it('is refused where it nests by indenting, line after line', () => {
    const lines = Array.from({ length: 300 }, (_, level) => `${' '.repeat(level)}a:`);
    expect(readYaml(lines.join('\n'))).to.deep.equal(tooDeep);
  });

  it('is read down to 32 levels, and not below', () => {
    const nested: Record<string, (levels: number) => string> = {
      brackets: (levels) => `${'['.repeat(levels)}${']'.repeat(levels)}`,
      braces: (levels) => `${'{a: '.repeat(levels)}1${'}'.repeat(levels)}`,
      dashes: (levels) => `${'- '.repeat(levels)}x`,
    };
    for (const [what, make] of Object.entries(nested)) {
      expect(readYaml(make(32)), what).to.include({ is: 'read' });
      expect(readYaml(make(33)), what).to.deep.equal(tooDeep);
    }
  });

  it('is read where it is long rather than deep', () => {
    const values = Array.from({ length: 5_000 }, (_, index) => ({ a: [index] }));
    expect(readYaml(JSON.stringify(values))).to.deep.equal({ is: 'read', value: values });
  });
});
