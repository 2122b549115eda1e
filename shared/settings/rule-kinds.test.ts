import { expect } from 'chai';
import { kindNames, kindOf } from '../automod/kinds/registry.ts';
import { fieldsOf } from './fields.ts';

describe('settings of auto-moderation rules', () => {
  it('can all be drawn as a form, with a title and a default for each field', () => {
    const controls = Object.fromEntries(
      kindNames.map((kind) => {
        const fields = fieldsOf(kindOf(kind).schema);
        for (const { key, title } of fields) expect(title, `${kind}.${key}`).not.to.equal(key);
        expect(Object.keys(kindOf(kind).schema.parse({})), kind).to.deep.equal(fields.map(({ key }) => key));
        return [kind, fields.map(({ control }) => control.is).join(' ')];
      }),
    );
    expect(controls).to.deep.equal({
      username: 'lines check number check',
      'message-count': 'number number',
      duplicates: 'number number number',
      channels: 'number number',
      words: 'lines',
      pattern: 'lines check',
      'cross-duplicates': 'number number number',
      mentions: 'number number number',
      'join-rate': 'number number check number',
      invites: 'lines',
      links: 'lines lines',
    });
  });
});
