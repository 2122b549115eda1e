import { expect } from 'chai';
import { MINUTE } from '../shared/core/clock.ts';
import { openRequestBudget } from './request-budget.ts';

describe('the budget of requests', () => {
  it('allows no more than 100 in any minute, however they are spread', () => {
    let now = 0;
    const budget = openRequestBudget(() => now);
    const sent: number[] = [];
    for (; now < 5 * MINUTE; now += 250) {
      while (budget.left > 0 && (now % 7_000 === 0 || now % 1_000 < 500)) {
        budget.spend();
        sent.push(now);
      }
    }
    const within = (at: number) => sent.filter((each) => each >= at && each < at + MINUTE).length;
    expect(Math.max(...sent.map(within))).to.equal(100);
    expect(sent.length).to.be.at.least(500);
  });
});
