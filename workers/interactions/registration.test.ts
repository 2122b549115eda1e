import { expect } from 'chai';
import { sameCommands } from './registration.ts';

const ours = {
  name: 'gift',
  description: 'Gives',
  description_localizations: { de: 'Gibt' },
  default_member_permissions: null,
  contexts: [0],
  options: [{ type: 4, name: 'amount', description: 'How much', required: true, min_value: 1 }],
};
/** The same as Discord tells it, with ids, defaults and nulls. */
const theirs = {
  ...ours,
  id: '1',
  application_id: '2',
  version: '3',
  type: 1,
  nsfw: false,
  name_localizations: null,
  integration_types: [0],
  options: [{ ...ours.options[0], name_localizations: null }],
};

describe('comparing commands with what Discord has', () => {
  it('sees through ids, defaults and order', () => {
    const other = { name: 'other', description: 'Another' };
    expect(sameCommands([other, ours], [theirs, { ...other, id: '4' }])).to.equal(true);
  });

  const changes: [what: string, change: object][] = [
    ['a translation', { description_localizations: { de: 'Schenkt' } }],
    ['who may use it', { default_member_permissions: '32' }],
    ['where', { contexts: [0, 1] }],
    ['an option', { options: [{ ...ours.options[0], required: false }] }],
    ['a limit', { options: [{ ...ours.options[0], max_value: 5 }] }],
  ];
  for (const [what, change] of changes)
    it(`sees a change of ${what}`, () => {
      expect(sameCommands([ours], [{ ...theirs, ...change }])).to.equal(false);
    });

  it('sees commands that are missing or too many', () => {
    expect(sameCommands([ours], [])).to.equal(false);
    expect(sameCommands([], [theirs])).to.equal(false);
  });
});
