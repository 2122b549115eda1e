import { expect } from 'chai';
import { SECOND } from '../shared/core/clock.ts';
import { openUnfinished } from './unfinished.ts';

describe('unfinished batches', () => {
  it('say from where to replay: before the oldest one of any partition', () => {
    const unfinished = openUnfinished(() => 0);
    unfinished.note(0, 'b', 20);
    unfinished.note(1, 'a', 10);
    unfinished.note(0, 'c', 30);
    expect(unfinished.replayFrom()).to.equal(10);
  });

  it('have nothing to replay when there are none', () => {
    expect(openUnfinished(() => 0).replayFrom()).to.equal(undefined);
  });

  it('still count for a while when their job is gone, for the sake of their effects', () => {
    let now = 0;
    const unfinished = openUnfinished(() => now);
    unfinished.note(0, 'a', 10);
    unfinished.note(0, 'b', 20);
    unfinished.finish(0, new Set(['a']));
    expect(unfinished.oldest(0, 5)).to.deep.equal(['b']);
    expect(unfinished.replayFrom()).to.equal(10);
    now = 11 * SECOND;
    expect(unfinished.replayFrom()).to.equal(20);
  });

  it('keep the older one when a later one finishes first', () => {
    let now = 0;
    const unfinished = openUnfinished(() => now);
    unfinished.note(0, 'a', 10);
    unfinished.note(0, 'b', 20);
    unfinished.finish(0, new Set(['b']));
    now = 11 * SECOND;
    expect(unfinished.replayFrom()).to.equal(10);
  });

  it('remember no more than a bounded number, and say that they forgot until all later ones are done', () => {
    let now = 0;
    const unfinished = openUnfinished(() => now);
    const jobs = Array.from({ length: 5_000 }, (_, i) => `job ${i}`);
    for (const [i, job] of jobs.entries()) {
      expect(unfinished.forgot).to.equal(i > 4_096);
      unfinished.note(0, job, i);
    }
    expect(unfinished.replayFrom()).to.equal(5_000 - 4_096);
    unfinished.finish(0, new Set(jobs));
    expect(unfinished.forgot).to.equal(true);
    now = 11 * SECOND;
    expect(unfinished.forgot).to.equal(false);
  });

  it('do not forget what is done when there are many', () => {
    let now = 0;
    const unfinished = openUnfinished(() => now);
    for (let i = 0; i < 4_096; i++) unfinished.note(0, `job ${i}`, i);
    unfinished.finish(0, new Set(['job 0']));
    now = 11 * SECOND;
    unfinished.note(0, 'one more', 4_096);
    expect(unfinished.forgot).to.equal(false);
  });

  it('of a session that is over are followed on, and said to be missing, since nobody replays them', () => {
    let now = 0;
    const unfinished = openUnfinished(() => now);
    unfinished.note(0, 'former', 900);
    unfinished.endSession();
    expect(unfinished.replayFrom()).to.equal(undefined);
    unfinished.note(0, 'new', 3);
    expect([unfinished.replayFrom(), unfinished.forgot]).to.deep.equal([3, true]);
    expect(unfinished.oldest(0, 9)).to.deep.equal(['former', 'new']);
    unfinished.finish(0, new Set(['former']));
    now = 11 * SECOND;
    expect([unfinished.replayFrom(), unfinished.forgot]).to.deep.equal([3, false]);
  });
});
