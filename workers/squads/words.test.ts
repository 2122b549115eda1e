import { expect } from 'chai';
import { sayJoin } from './words.ts';

const squad = { id: '1', name: '*'.repeat(64), role: '2', welcome: '{squad}'.repeat(142) };
const joined = { is: 'joined', squad, from: null, cost: 0, balance: 1_280 } as const;

describe('what a new member of a squad reads', () => {
  it('fits into a message, however long the placeholders of its welcome grow', () => {
    expect(sayJoin(joined, '3', 'en-US')).to.have.length(2_000);
  });

  it('shows the name as it is written, and the welcome as it is meant', () => {
    const told = sayJoin(
      { ...joined, squad: { ...squad, name: 'a_b_', welcome: '**Hi** {user} of {squad}' } },
      '3',
      'de',
    );
    expect(told).to.equal(
      'Du bist jetzt in **a\\_b\\_**. Die Rolle folgt gleich.\n\n**Hi** <@3> of a\\_b\\_',
    );
  });
});
