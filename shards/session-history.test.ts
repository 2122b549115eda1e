import { expect } from 'chai';
import { BotStatus } from '../shared/analytics/model.ts';
import { MINUTE } from '../shared/core/clock.ts';
import { silent } from '../shared/core/log.ts';
import { openMetrics } from '../shared/core/metrics.ts';
import { openSessionHistory } from './session-history.ts';

describe('the history of a shard’s sessions', () => {
  let now = 0;
  const open = (before?: BotStatus) =>
    openSessionHistory({ clock: () => now, metrics: openMetrics(), log: silent }, before);
  const at = (time: number) => new Date(time);

  beforeEach(() => {
    now = 60 * MINUTE;
  });

  it('tells when it identified, resumed and was attached, and when a gap was noticed', () => {
    const history = open();
    history.identified();
    now += 1_000;
    history.resumed();
    now += 1_000;
    expect(history.tell('attached')).to.deep.include({ gaps: 0, gapAt: null, attachedAt: at(now) });
    now += 1_000;
    history.identified();
    now += 1_000;
    const start = 60 * MINUTE;
    expect(history.tell('detached')).to.deep.equal({
      ...{ gaps: 1, gapAt: at(start + 3_000), identifiedAt: at(start + 3_000) },
      ...{ attachedAt: at(start + 2_000), resumedAt: at(start + 1_000) },
    });
  });

  it('tells of a refused session at once, and once: before the next heartbeat that knows one, the process may end', () => {
    const history = open();
    history.identified();
    history.refused();
    expect(history.tell('attaching').gaps).to.equal(1);
    history.identified();
    expect(history.tell('attached').gaps).to.equal(1);
  });

  it('goes on from what the process before wrote down', () => {
    const written = (ago: number) =>
      BotStatus.fromJson({
        ...{
          shards: 1,
          sessionId: 'a',
          gaps: 2,
          gapAt: at(5),
          attachedAt: at(now - ago),
          beatAt: at(now - ago),
        },
        ...{ resumedAt: at(7), identifiedAt: at(6) },
      });
    const same = { gaps: 2, gapAt: at(5), resumedAt: at(7), identifiedAt: at(6) };
    expect(open(written(MINUTE)).tell('attaching')).to.deep.include({
      ...same,
      attachedAt: at(now - MINUTE),
    });
    const untold = open(written(MINUTE));
    untold.expect({ id: 'b', shards: 1 });
    expect(untold.tell('attaching')).to.include({ gaps: 3 });
    const [recent, old] = [open(written(MINUTE)), open(written(16 * MINUTE))];
    recent.identified();
    old.identified();
    expect([recent, old].map((history) => history.tell('attached').gaps)).to.deep.equal([3, 2]);
  });
});
