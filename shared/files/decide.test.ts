import { expect } from 'chai';
import { decide, extensionsOf, strictest } from './decide.ts';
import { FileConfig } from './settings.ts';

describe('extensions of a file', () => {
  const known: Record<string, string[]> = {
    'photo.png': ['png'],
    'PHOTO.PNG': ['png'],
    'x.exe.png': ['exe', 'png'],
    'archive.tar.gz': ['tar', 'gz'],
    README: [],
    'README.': [],
    'x.exe...': ['exe'],
    'x.exe . ': ['exe'],
    '.exe': ['exe'],
    'x..exe': ['exe'],
    'x.e\u200bx\u00ade': ['exe'],
    'x.\uff45xe': ['exe'], // fullwidth
    'x\u202egnp.exe': ['exe'], // shown as x exe.png
    '': [],
    '...': [],
    [`x.${'a'.repeat(33)}`]: [],
  };
  for (const [name, extensions] of Object.entries(known))
    it(`of ${JSON.stringify(name)} are ${extensions.join(', ') || 'none'}`, () => {
      expect(extensionsOf(name)).to.deep.equal(extensions);
    });
});

describe('file rules', () => {
  const rules = new Map([
    ['exe', { decision: 'block', message: 'No programs.' }],
    ['bat', { decision: 'block', message: null }],
    ['zip', { decision: 'warn', message: null }],
    ['png', { decision: 'allow', message: null }],
  ] as const);
  const on = (otherwise: 'allow' | 'warn' | 'block') => ({
    config: FileConfig.parse({ enabled: true, otherwise }),
    rules,
  });

  const known: [string, 'allow' | 'warn' | 'block', string | null][] = [
    ['x.png', 'allow', 'png'],
    ['x.zip', 'warn', 'zip'],
    ['x.exe', 'block', 'exe'],
    ['x.png.exe', 'block', 'exe'],
    ['x.exe.png', 'block', 'exe'],
    ['x.exe.zip', 'block', 'exe'],
    ['x.zip.png', 'allow', 'png'],
    ['x.txt', 'allow', 'txt'],
    ['x', 'allow', null],
    ['x.EXE.', 'block', 'exe'],
  ];
  for (const [name, decision, extension] of known)
    it(`${decision} ${name}`, () => expect(decide(on('allow'), name)).to.include({ decision, extension }));

  it('say what happens to extensions without a rule, and to none', () => {
    expect(decide(on('warn'), 'x.txt').decision).to.equal('warn');
    expect(decide(on('block'), 'x').decision).to.equal('block');
    expect(decide(on('block'), 'x.png').decision).to.equal('allow');
  });

  it('have words of their own, or none', () => {
    expect(decide(on('allow'), 'x.exe.png').message).to.equal('No programs.');
    expect(decide(on('allow'), 'x.bat').message).to.equal(null);
  });

  it('treat a message as its strictest file', () => {
    const of = (...names: string[]) => strictest(names.map((name) => decide(on('allow'), name)));
    expect(of('x.png', 'x.zip', 'x.exe', 'y.bat')).to.include({ extension: 'exe' });
    expect(of('x.png', 'x.zip')).to.include({ extension: 'zip' });
    expect(of('x.png')).to.equal(undefined);
  });
});
