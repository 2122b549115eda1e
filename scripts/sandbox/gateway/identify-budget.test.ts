import { expect } from 'chai';
import { createIdentifyBudget } from './identify-budget.ts';

describe('sandbox: identifies', () => {
  const day = 24 * 3_600_000;

  it('are counted a day, and all there again after it', () => {
    let at = 1_000;
    const budget = createIdentifyBudget({ maxConcurrency: 1, identifyEvery: 10, total: 2, now: () => at });
    expect(budget.take(0)).to.equal('taken');
    expect(budget.take(0)).to.equal('too soon');
    at += 10;
    expect(budget.take(0)).to.equal('taken');
    expect(budget.left()).to.deep.equal({ remaining: 0, resetAfter: day - 10 });
    at += 10;
    expect(budget.take(0)).to.equal('used up');
    at += day;
    expect(budget.left()).to.deep.equal({ remaining: 2, resetAfter: day });
    expect(budget.take(0)).to.equal('taken');
  });

  it('are one in each bucket’s window', () => {
    const budget = createIdentifyBudget({ maxConcurrency: 2, identifyEvery: 10, total: 9, now: () => 0 });
    expect([0, 1, 2, 3].map((shard) => budget.take(shard))).to.deep.equal([
      'taken',
      'taken',
      'too soon',
      'too soon',
    ]);
  });
});
