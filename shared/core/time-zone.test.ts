import { expect } from 'chai';
import { DAY } from './clock.ts';
import { dayOf, isTimeZone } from './time-zone.ts';

describe('days', () => {
  it('are UTC days by default', () => {
    expect(dayOf('UTC', 10 * DAY - 1)).to.equal(9);
  });

  it("follow the guild's zone through daylight saving", () => {
    const evening = Date.UTC(2026, 6, 1, 22, 30); // 00:30 on 2 July in Berlin, summer time
    expect(dayOf('Europe/Berlin', evening)).to.equal(dayOf('UTC', evening) + 1);
    const winter = Date.UTC(2026, 0, 1, 22, 30); // 23:30 on 1 January in Berlin
    expect(dayOf('Europe/Berlin', winter)).to.equal(dayOf('UTC', winter));
  });
});

describe('time zones', () => {
  it('are those that the runtime knows', () => {
    expect(['UTC', 'Europe/Berlin', 'America/St_Johns'].every(isTimeZone)).to.equal(true);
    expect(['', 'Berlin', 'Europe/Nowhere', '+25:00'].some(isTimeZone)).to.equal(false);
  });
});
