import { expect } from 'chai';
import fc from 'fast-check';
import { checkValues } from '../core/faults.ts';
import { anyBytesConfig } from './bytes-config.fixture.ts';
import { parseText, printDocument, type SettingsDocument } from './document.ts';
import { bytesSettings } from './registry.ts';

const head = { 'smarter-dev': 1, guild: '42', exportedAt: '2026-11-24T00:00:00.000Z' } as const;

describe('settings as a file', () => {
  it('are the same after going out and in, as YAML and as JSON', () => {
    fc.assert(
      fc.property(anyBytesConfig, fc.constantFrom('yaml', 'json'), (bytes, format) => {
        const document: SettingsDocument = { ...head, settings: { bytes } };
        const parsed = parseText(printDocument(document, format));
        expect(parsed).to.deep.equal({ is: 'parsed', document });
      }),
      { numRuns: 50 },
    );
  });

  it('may name ids without quotes', () => {
    const parsed = parseText(
      'smarter-dev: 1\nsettings:\n  bytes:\n    ignoredChannels: [1234567890123456789]',
    );
    expect(parsed).to.have.nested.property(
      'document.settings.bytes.ignoredChannels[0]',
      '1234567890123456789',
    );
  });

  it('tell where they cannot be read', () => {
    const parsed = parseText('smarter-dev: 1\nsettings:\n  bytes: {}\n  bytes: {}');
    expect(parsed).to.have.nested.property('faults[0].message', 'Line 4: the name bytes is there twice.');
  });

  const refused: Record<string, string> = {
    'nothing at all': ' \n',
    'no header': 'settings: {}',
    'a newer form': 'smarter-dev: 2\nsettings: {}',
    'a key that it does not know': 'smarter-dev: 1\nsettings: {}\nextra: 1',
    'a key twice': '{"smarter-dev": 1, "settings": {}, "settings": {}}',
    'a tag': 'smarter-dev: 1\nsettings: !!js/function "x"',
    'a broken line': 'smarter-dev: [1\nsettings: {}',
    'aliases that multiply': [
      'smarter-dev: 1',
      'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
      ...[1, 2, 3, 4, 5, 6].map(
        (n) =>
          `a${n}: &a${n} [${Array(10)
            .fill(`*a${n - 1}`)
            .join(', ')}]`,
      ),
      'settings: {}',
    ].join('\n'),
    'many faults': '"'.repeat(60_000),
    'very much': `smarter-dev: 1\nsettings: {}\n#${'x'.repeat(1024 * 1024)}`,
    'very many values': `[${'a,'.repeat(200_000)}]`,
    'a list longer than any': `{smarter-dev: 1, lists: {squads: [${'{},'.repeat(251)}]}}`,
    'many wrong entries': `{smarter-dev: 1, lists: {squads: [${'1,'.repeat(20_000)}]}}`,
    'a great depth': `smarter-dev: 1\nsettings: ${'['.repeat(60_000)}`,
  };
  for (const [what, text] of Object.entries(refused))
    it(`are refused with ${what}`, () => {
      const parsed = parseText(text);
      expect(parsed.is).to.equal('refused');
      if (parsed.is === 'refused') expect(parsed.faults.length).to.be.within(1, 20);
      if (parsed.is === 'refused')
        for (const { message } of parsed.faults) expect(message).to.match(/^\S[^\n]+$/);
    });
});

describe('what is wrong with settings', () => {
  const faults = (given: Record<string, unknown>) => {
    const checked = checkValues(bytesSettings.schema, given);
    return checked.is === 'faulty' ? checked.faults.map(({ path, message }) => `${path}: ${message}`) : [];
  };

  it('is said of the field, in words', () => {
    expect(
      faults({
        dailyAmount: 0,
        startingBalance: 1.5,
        mode: 'x',
        tiers: [{ days: 1, label: '', multiplier: 1 }],
      }),
    ).to.deep.equal([
      'startingBalance: A whole number.',
      'dailyAmount: At least 1.',
      'tiers.0.label: At least 1 character.',
      'mode: One of tier, milestone.',
    ]);
  });

  it('includes names that do not exist, and rows that start at the same day', () => {
    const tier = { days: 8, label: 'A', multiplier: 2 };
    expect(faults({ dailyAmonut: 1 })).to.deep.equal(['dailyAmonut: There is no such setting.']);
    expect(faults({ tiers: [tier, tier] })).to.deep.equal([
      'tiers.1.days: Another row starts at the same day.',
    ]);
  });

  it('includes what cannot be stored', () => {
    for (const label of ['a\0b', 'a\ud800b'])
      expect(faults({ tiers: [{ days: 8, label, multiplier: 2 }] })).to.deep.equal([
        'tiers: It holds a character that cannot be stored.',
      ]);
    expect(faults({ tiers: [{ days: 8, label: String.raw`\u0000 😀`, multiplier: 2 }] })).to.deep.equal([]);
  });
});
