import { expect } from 'chai';
import { timeOf } from '../core/snowflake.ts';
import { editEntry, joinEntry } from './entry-ids.ts';

describe('ids of joins and edits in windows', () => {
  const at = Date.UTC(2026, 5, 1, 12);

  it('have the time of the event, and are the same whenever it is told again', () => {
    expect(timeOf(joinEntry('123456789012345678', at))).to.equal(at);
    expect(joinEntry('123456789012345678', at)).to.equal(joinEntry('123456789012345678', at));
    expect(timeOf(editEntry('123456789012345678', at + 1))).to.equal(at + 1);
  });

  it('tell apart who joined in the same millisecond', () => {
    const ids = Array.from({ length: 100 }, (_, nth) => joinEntry(`1234567890123456${10 + nth}`, at));
    expect(new Set(ids).size).to.equal(100);
  });
});
