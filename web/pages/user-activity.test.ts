import { expect } from 'chai';
import { DAY } from '../../shared/core/clock.ts';
import { viewActivity } from './user-activity.ts';

describe('days somebody was active', () => {
  it('are no more than there were, though in a guild tomorrow has begun', () => {
    const active = Array.from({ length: 61 }, (_, ago) => ({ day: 20_001 - ago, bytes: 1 }));
    const { days, active: shown, points } = viewActivity(active, 20_000 * DAY);
    expect([days, shown, points.length]).to.deep.equal([60, 60, 60]);
  });
});
