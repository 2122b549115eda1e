import { expect } from 'chai';
import { z } from 'zod';
import { BytesConfig } from '../bytes/settings.ts';
import { checkValues } from '../core/faults.ts';
import type { SettingsDefinition } from './definition.ts';
import { diffSettings } from './diff.ts';
import { fieldsOf, sectionsOf } from './fields.ts';
import { bytesSettings, featureSettings } from './registry.ts';
import { revive } from './revive.ts';

describe('settings of features', () => {
  const features: readonly SettingsDefinition[] = featureSettings;

  it('have a name, a section and a control for every field, and a default that fits', () => {
    for (const { feature, schema } of features) {
      const defaults = schema.parse({});
      expect(schema.parse(defaults), feature).to.deep.equal(defaults);
      const fields = fieldsOf(schema);
      expect(fields.map(({ key }) => key)).to.have.members(Object.keys(defaults));
      for (const { key, title, group } of fields) {
        expect(title, `the title of ${feature}.${key}`).to.not.equal(key);
        expect(key, 'a name that the form uses itself').to.not.match(/^(version|step|choice-.*)$/);
        expect(group, `the group of ${feature}.${key}`).to.not.equal('General');
      }
    }
  });

  it('are told apart by a name that fits into addresses', () => {
    const names = features.map(({ feature }) => feature);
    expect(new Set(names).size).to.equal(names.length);
    for (const name of names)
      expect(name)
        .to.match(/^[a-z][a-z0-9-]*$/)
        .and.not.match(/^(transfer|export|import)$/);
  });
});

describe('a setting that is added by one line', () => {
  const schema = BytesConfig.extend({
    rest: z.int().min(0).max(9).default(2).meta({ title: 'Days of rest', group: 'Streaks', unit: 'days' }),
  });

  it('has a control, a default for everything stored before, words in diffs, and limits', () => {
    expect(fieldsOf(schema).at(-1)).to.deep.include({
      title: 'Days of rest',
      control: { is: 'number', min: 0, max: 9, whole: true },
    });
    const { values } = revive(schema, BytesConfig.parse({ dailyAmount: 20 }));
    expect(values).to.include({ dailyAmount: 20, rest: 2 });
    expect(diffSettings({ schema }, values, { ...values, rest: 3 })).to.deep.equal([
      { path: 'rest', label: 'Days of rest', before: '2 days', after: '3 days' },
    ]);
    expect(checkValues(schema, { ...values, rest: 10 })).to.deep.equal({
      is: 'faulty',
      faults: [{ path: 'rest', message: 'At most 9.' }],
    });
  });
});

describe('the form of a schema', () => {
  const fields = new Map(fieldsOf(bytesSettings.schema).map((field) => [field.key, field]));

  it('takes limits, units and help from the schema', () => {
    expect(fields.get('dailyAmount')).to.deep.include({
      title: 'Daily amount',
      unit: 'bytes',
      control: { is: 'number', min: 1, max: 1_000_000, whole: true },
    });
    expect(fields.get('mode')?.control).to.have.nested.property(
      'options[0].text',
      'every day from its row on',
    );
    expect(fields.get('ignoredChannels')?.control).to.deep.equal({
      is: 'pick',
      kind: 'channel',
      multiple: true,
    });
  });

  it('makes a table of a list of rows', () => {
    const control = fields.get('tiers')?.control;
    expect(control).to.include({ is: 'table', most: 25 });
    expect(control?.is === 'table' && control.columns.map(({ title }) => title)).to.deep.equal([
      'From',
      'Label',
      'Multiplier',
    ]);
  });

  it('keeps the order of sections', () => {
    expect(sectionsOf([...fields.values()]).map(({ title }) => title)).to.deep.equal([
      'Economy',
      'Streaks',
      'Announcements',
      'Transfers',
      'Squads',
      'Who earns',
    ]);
  });
});
