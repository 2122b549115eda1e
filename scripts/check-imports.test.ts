import { expect } from 'chai';
import { checkSources } from './check-imports.ts';

const check = (files: Record<string, string>) =>
  checkSources(Object.entries(files).map(([path, text]) => ({ path, text })));

/** Of one import in a file of its own. */
const tryImport = (from: string, to: string) => check({ [from]: `import { x } from '${to}';\n` });

describe('the direction of imports', () => {
  for (const [from, to] of [
    ['shards/a.ts', '../workers/b.ts'],
    ['workers/bytes/a.ts', '../../web/b.ts'],
    ['web/a.ts', '../shards/b.ts'],
    ['workers/a.ts', '../scripts/b.ts'],
    ['workers/a.ts', '../shared/testing/b.ts'],
    ['shared/core/a.ts', '../db/b.ts'],
    ['shared/core/a.ts', '../bytes/b.ts'],
    ['shared/db/a.ts', '../bytes/b.ts'],
    ['shared/bytes/a.ts', '../squads/b.ts'],
    ['shared/bytes/a.ts', '../../workers/b.ts'],
    ['shared/bytes/a.test.ts', '../../workers/b.ts'],
    ['knexfile.ts', './scripts/b.ts'],
    ['workers/a.ts', './bot.fixture.ts'],
  ] as const) {
    it(`refuses ${from} → ${to}`, () => {
      expect(tryImport(from, to)).to.have.length(1);
      expect(tryImport(from, to)[0]).to.match(/^[\w./]+:1 do not import /);
    });
  }

  for (const [from, to] of [
    ['shards/a.ts', '../shared/core/b.ts'],
    ['shards/a.ts', './b.ts'],
    ['workers/bytes/a.ts', '../../shared/bytes/b.ts'],
    ['shared/db/a.ts', '../core/b.ts'],
    ['shared/squads/a.ts', '../bytes/b.ts'],
    ['shared/automod/a.ts', '../moderation/b.ts'],
    ['shared/files/a.ts', '../moderation/b.ts'],
    ['shared/testing/a.ts', '../bytes/b.ts'],
    ['shared/bytes/a.pg.test.ts', '../testing/b.ts'],
    ['workers/a.test.ts', '../scripts/sandbox/b.ts'],
    ['workers/a.flow.test.ts', '../web/b.ts'],
    ['scripts/a.ts', '../workers/b.ts'],
    ['workers/a.test.ts', './bot.fixture.ts'],
    ['workers/bot.fixture.ts', '../scripts/b.ts'],
    ['web/testing/a.ts', '../../shared/testing/b.ts'],
    ['knexfile.ts', './shared/db/b.ts'],
  ] as const) {
    it(`lets ${from} → ${to} pass`, () => {
      expect(tryImport(from, to)).to.deep.equal([]);
    });
  }

  for (const form of [
    "import '../web/b.ts';",
    "import type { B } from '../web/b.ts';",
    "import {\n  a,\n  type B,\n} from '../web/b.ts';",
    "import b, * as c from '../web/b.ts';",
    "export * from '../web/b.ts';",
    "export { b } from '../web/b.ts';",
    "const b = await import('../web/b.ts');",
    "let b: import('../web/b.ts').B;",
  ]) {
    it(`sees ${form.replaceAll('\n', ' ')}`, () => {
      expect(check({ 'shards/a.ts': form })).to.have.length(1);
    });
  }

  it('is not misled by comments, strings and patterns', () => {
    const text = [
      "// import '../web/b.ts';",
      "/* import '../web/b.ts'; */",
      'const text = "import \'../web/b.ts\'";',
      "const template = `import '../web/b.ts'`;",
      "const pattern = /import '..\\/web\\/b.ts'/;",
      "const url = 'http://x'; import '../web/b.ts';",
    ].join('\n');
    expect(check({ 'shards/a.ts': text })).to.have.length(1);
    expect(check({ 'shards/a.ts': text })[0]).to.match(/^shards\/a\.ts:6 /);
  });
});

describe('import cycles', () => {
  it('are named with their way round', () => {
    const breaches = check({
      'web/a.ts': "import './b.ts';",
      'web/b.ts': "\nexport * from './c.ts';",
      'web/c.ts': "const a = () => import('./a.ts');",
      'web/d.ts': "import './a.ts';",
    });
    expect(breaches).to.have.length(1);
    expect(breaches[0]).to.match(/^web\/a\.ts:1 .*web\/a\.ts → web\/b\.ts → web\/c\.ts → web\/a\.ts$/);
  });

  it('of types alone are none', () => {
    const files = {
      'web/a.ts': "import type { B } from './b.ts';",
      'web/b.ts': "import { a } from './a.ts';",
    };
    expect(check(files)).to.deep.equal([]);
  });

  it('do not arise where two ways lead to one file', () => {
    const files = {
      'web/a.ts': "import './b.ts';\nimport './c.ts';",
      'web/b.ts': "import './d.ts';",
      'web/c.ts': "import './d.ts';",
      'web/d.ts': '',
    };
    expect(check(files)).to.deep.equal([]);
  });
});

describe('the size of files', () => {
  const lines = (count: number) => 'x;\n'.repeat(count);

  it('is at most 300 lines', () => {
    const small = { 'web/b.ts': '', 'web/c.ts': '' };
    expect(check({ 'web/a.ts': lines(300), ...small })).to.deep.equal([]);
    expect(check({ 'web/a.ts': lines(301), ...small })).to.have.length(1);
    expect(check({ 'web/a.test.ts': lines(301), ...small })).to.deep.equal([]);
  });

  it('has a median of at most 90 lines', () => {
    expect(check({ 'web/a.ts': lines(90), 'web/b.ts': lines(90), 'web/c.ts': lines(200) })).to.deep.equal([]);
    const breaches = check({ 'web/a.ts': lines(90), 'web/b.ts': lines(91), 'web/c.ts': lines(200) });
    expect(breaches).to.deep.equal([
      'web/c.ts:1 split the long files: the median has 91 lines, 90 is the most',
    ]);
  });
});

describe('any', () => {
  for (const code of [
    'let a: any;',
    'let a = b as any;',
    'let a: any[];',
    'let a: Map<string, any>;',
    'type A = any;',
  ]) {
    it(`is refused in ${code}`, () => {
      expect(check({ 'web/a.ts': code })).to.have.length(1);
    });
  }

  for (const code of [
    '// any',
    'await Promise.any(all);',
    "const s = 'any';",
    'z.any();',
    'const o = { any: 1 };',
  ]) {
    it(`is no type in ${code}`, () => {
      expect(check({ 'web/a.ts': code })).to.deep.equal([]);
    });
  }
});
