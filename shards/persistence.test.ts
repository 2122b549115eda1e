import { expect } from 'chai';
import { SECOND } from '../shared/core/clock.ts';
import { silent } from '../shared/core/log.ts';
import { openPersistence } from './persistence.ts';
import type { Saved } from './sessions.ts';
import { openUnfinished } from './unfinished.ts';
import { openWatermark } from './watermark.ts';

/** Persistence on a Redis that answers what the test says, and keeps what it was told. */
function openTested(answers: Saved['is'][] = []) {
  let now = 0;
  const saved: number[] = [];
  const watermark = openWatermark();
  watermark.begin({ id: 'a', url: 'ws://gateway', shards: 1 }, 0);
  const unfinished = openUnfinished(() => now);
  const lost: number[] = [];
  const told: string[] = [];
  const persistence = openPersistence({
    sessions: {
      load: async () => undefined,
      save: async (_, sequence) => {
        const is = answers.shift() ?? 'kept';
        if (is === 'kept') saved.push(sequence);
        return { is };
      },
    },
    watermark,
    unfinished,
    clock: () => now,
    log: silent,
    onLost: async () => void lost.push(watermark.sequence),
    onGap: () => void told.push('gap'),
    onContested: () => void told.push('contested'),
  });
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { persistence, watermark, unfinished, saved, lost, told, pass };
}

describe('keeping the watermark persisted', () => {
  it('writes what changed, and now and then what did not', async () => {
    const { persistence, watermark, saved, pass } = openTested();
    await persistence.tick();
    await persistence.tick();
    watermark.see(1);
    await persistence.tick();
    expect(saved).to.deep.equal([0, 1]);
    pass(6 * SECOND);
    await persistence.tick();
    expect(saved).to.deep.equal([0, 1, 1]);
  });

  it('goes back to what workers may not have finished', async () => {
    const { persistence, watermark, unfinished, saved, lost } = openTested(['lost']);
    for (const sequence of [1, 2, 3]) watermark.see(sequence);
    unfinished.note(0, 'job', 1);
    await persistence.tick();
    expect(lost).to.deep.equal([3]);
    await persistence.goBack();
    expect(saved).to.deep.equal([1]);
    expect(unfinished.isEmpty).to.equal(true);
  });

  it('tells of a gap where Redis lost batches that are too old to be remembered', async () => {
    const { persistence, unfinished, told } = openTested(['lost']);
    for (let i = 0; i < 5_000; i++) unfinished.note(0, `job ${i}`, 0);
    await persistence.tick();
    await persistence.goBack();
    expect(told).to.deep.equal(['gap']);
    await persistence.goBack();
    expect(told).to.deep.equal(['gap']);
  });

  it('tells where another process has the shard as well', async () => {
    const { persistence, told, lost } = openTested(['contested', 'contested']);
    await persistence.tick();
    await persistence.tick();
    expect([told, lost]).to.deep.equal([['contested'], []]);
  });

  it('leaves to the next process what has to be replayed, when memory was lost at the very end', async () => {
    const { persistence, watermark, unfinished, saved } = openTested(['lost']);
    for (const sequence of [1, 2, 3]) watermark.see(sequence);
    unfinished.note(0, 'job', 1);
    await persistence.stop();
    expect(saved).to.deep.equal([1]);
  });
});
