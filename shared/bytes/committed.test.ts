import { expect } from 'chai';
import { rememberCommitted } from './committed.ts';

describe('days that are known to be committed', () => {
  it('are forgotten of one guild, or of all', () => {
    const committed = rememberCommitted();
    const known = () => ['1', '12'].filter((guild) => committed.covers(guild, '900', 5, '2'));
    for (const guild of ['1', '12']) committed.note(guild, '900', 5, '1');
    committed.forget('1');
    expect(known()).to.deep.equal(['12']);
    committed.forget();
    expect(known()).to.deep.equal([]);
  });
});
