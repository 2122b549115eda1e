import { expect } from 'chai';
import type { AnyEnvelope } from '../shared/core/events.ts';
import { silent } from '../shared/core/log.ts';
import { openQueues } from '../shared/core/queues.ts';
import { useRedis } from '../shared/testing/redis.ts';
import { inheritBatches } from './inherited.ts';
import { openOutbox } from './outbox.ts';
import { openUnfinished } from './unfinished.ts';
import { openWatermark } from './watermark.ts';

const partition = { index: 0, of: 1 };

describe('the outbox', () => {
  const redis = useRedis();
  beforeEach(() => redis.redis.flushdb());

  function open({ bound = 1_000_000, partitions = 1 } = {}) {
    const queues = openQueues(redis.redis, silent);
    const watermark = openWatermark();
    const unfinished = openUnfinished(() => 0);
    const { signal } = new AbortController();
    const full: number[] = [];
    const outbox = openOutbox({
      shard: 0,
      partitions,
      queue: queues.queue,
      watermark,
      unfinished,
      log: silent,
      bound,
      onFull: () => full.push(outbox.bytes),
      signal,
    });
    watermark.begin({ id: 'a:b', url: 'ws://gateway', shards: 1 }, 0);
    const push = (sequence: number, home = '1') => {
      watermark.see(sequence);
      const envelope: AnyEnvelope = {
        t: 'GUILD_DELETE',
        id: `a:b-${sequence}`,
        at: sequence,
        d: { guild: home, unavailable: false },
      };
      outbox.push({ lane: 'events', home, envelope }, 'a:b', sequence);
    };
    return { outbox, watermark, unfinished, queues, push, full };
  }

  it('makes jobs whose id follows from what is in them', async () => {
    const { outbox, queues, push, watermark } = open();
    for (const sequence of [1, 2, 3]) push(sequence);
    await outbox.drained();
    const jobs = await queues.queue('events', partition).getJobs(['wait'], 0, -1, true);
    expect(jobs.map(({ id }) => id)).to.deep.equal(['a_b-1-1', 'a_b-2-3']);
    expect(jobs.flatMap(({ data }) => data.events.map(([, , at]) => at))).to.deep.equal([1, 2, 3]);
    expect(watermark.sequence).to.equal(3);
    expect(outbox.bytes).to.equal(0);
    await queues.close();
  });

  it('adds nothing twice when the same events come again after a replay', async () => {
    const { outbox, queues, push, watermark } = open();
    push(1);
    await outbox.drained();
    watermark.rewind(0);
    push(1);
    await outbox.drained();
    expect(await queues.queue('events', partition).getWaitingCount()).to.equal(1);
    await queues.close();
  });

  it('spreads guilds over partitions and remembers what workers may not have finished of each', async () => {
    const { outbox, queues, push, unfinished } = open({ partitions: 4 });
    for (let sequence = 1; sequence <= 40; sequence++) push(sequence, String(1_000 + sequence));
    await outbox.drained();
    const counts = await Promise.all(
      [0, 1, 2, 3].map((index) => queues.queue('events', { index, of: 4 }).getWaitingCount()),
    );
    expect(Math.min(...counts)).to.be.above(0);
    expect(unfinished.replayFrom()).to.equal(0);
    for (const key of unfinished.oldest(2, 10)) expect(await redis.redis.exists(key)).to.equal(1);
    await queues.close();
  });

  it('leaves to the next process what workers have yet to finish of the session', async () => {
    const { outbox, queues, push } = open();
    for (const sequence of [5, 6, 7]) push(sequence);
    await outbox.drained();
    const [later, other] = [openUnfinished(() => 0), openUnfinished(() => 0)];
    const { queue } = queues;
    await inheritBatches({ queue, partitions: 1, unfinished: later }, 'a:b');
    await inheritBatches({ queue, partitions: 1, unfinished: other }, 'b');
    expect(later.oldest(0, 10)).to.deep.equal(
      ['a_b-5-5', 'a_b-6-7'].map((id) => queue('events', partition).toKey(id)),
    );
    expect([later.replayFrom(), other.replayFrom()]).to.deep.equal([4, undefined]);
    await queues.close();
  });

  it('makes a chunk of members a job of its own, which nobody asks Discord to send again', async () => {
    const { outbox, queues, watermark, unfinished } = open();
    const run = { id: '17', attempt: 2, askedAt: 5 };
    for (const index of [0, 1]) {
      watermark.see(index + 1);
      const d = { guild: '1', run, index, count: 2, members: [] };
      const envelope: AnyEnvelope = { t: 'GUILD_MEMBERS_CHUNK', id: `17-2-5-${index}`, at: 9, d };
      outbox.push({ lane: 'members', home: '1', envelope }, 'a:b', index + 1);
    }
    expect(outbox.waits('members')).to.equal(true);
    expect(outbox.waits('events')).to.equal(false);
    await outbox.drained();
    expect(outbox.waits('members')).to.equal(false);
    const jobs = await queues.queue('members', partition).getJobs(['wait'], 0, -1, true);
    expect(jobs.map(({ id, data }) => [id, data.d.index])).to.deep.equal([
      ['chunk-17-2-5-0', 0],
      ['chunk-17-2-5-1', 1],
    ]);
    expect(watermark.sequence).to.equal(2);
    expect(unfinished.isEmpty).to.equal(true);
    await queues.close();
  });

  it('says once that too much waits', async () => {
    const { outbox, queues, push, full } = open({ bound: 150 });
    for (const sequence of [1, 2, 3, 4, 5]) push(sequence);
    expect(full).to.have.length(1);
    expect(full[0]).to.be.within(151, 300);
    await outbox.drained();
    await queues.close();
  });
});
