import { expect } from 'chai';
import { SECOND } from '../shared/core/clock.ts';
import { type Log, silent } from '../shared/core/log.ts';
import { openMetrics } from '../shared/core/metrics.ts';
import { openTally } from './tally.ts';

describe('the tally of frames', () => {
  it('counts by type and fate, and strange types under one name', async () => {
    const metrics = openMetrics();
    const tally = openTally(metrics, silent, () => 0);
    tally.count('MESSAGE_CREATE', 'queued');
    tally.count('MESSAGE_CREATE', 'queued');
    for (const type of ['A', 'B', '__proto__']) tally.count(type, 'dropped');
    tally.flush();
    tally.flush();
    const { values } = await metrics.frames.get();
    expect(values.map(({ labels, value }) => [labels.type, labels.fate, value])).to.deep.equal([
      ['MESSAGE_CREATE', 'queued', 2],
      ['unknown', 'dropped', 3],
    ]);
  });

  it('complains about each type once in ten seconds', () => {
    const said: unknown[] = [];
    const log: Log = { ...silent, child: () => log, warn: (about: unknown) => said.push(about) };
    let now = 0;
    const tally = openTally(openMetrics(), log, () => now);
    for (now of [0, 1, 11 * SECOND]) tally.complain('MESSAGE_CREATE', new Error('content is not a text'));
    expect(said).to.have.lengthOf(2);
    expect(said[0]).to.deep.equal({ type: 'MESSAGE_CREATE', reason: 'content is not a text' });
  });
});
