import { expect } from 'chai';
import { BotStatus } from '../analytics/model.ts';
import { MINUTE, SECOND } from '../core/clock.ts';
import { ProcessStatus } from './model.ts';
import { findDeadProcesses, findFullDisks } from './process-signs.ts';
import { ratePerMinute } from './queue-rate.ts';
import { findLaggingQueues } from './queue-signs.ts';
import { findDeadShards, findGaps } from './shard-signs.ts';
import { findUnstarted } from './unstarted-signs.ts';

const now = Date.UTC(2026, 10, 20, 15, 30);
const ago = (ms: number) => new Date(now - ms);
const GIB = 2 ** 30;

const aProcess = (process: string, rest: Record<string, unknown> = {}) =>
  ProcessStatus.fromJson({
    ...{ process, role: 'web', host: 'harbor', state: 'running' },
    ...{ startedAt: ago(60 * MINUTE), firstAt: ago(60 * MINUTE), beatAt: ago(SECOND) },
    ...rest,
  });
const aShard = (shard: number, rest: Record<string, unknown> = {}) =>
  BotStatus.fromJson({
    shard,
    process: 'shards-0',
    state: 'attached',
    startedAt: ago(60 * MINUTE),
    attachedAt: ago(SECOND),
    beatAt: ago(SECOND),
    gapAt: null,
    ...rest,
  });
const subjects = (signs: { subject: string }[]) => signs.map(({ subject }) => subject);

describe('what an operator has to know of', () => {
  it('is a process that was killed or failed and is not back, none that was stopped', () => {
    const signs = findDeadProcesses(
      [
        aProcess('well'),
        aProcess('late', { beatAt: ago(29 * SECOND) }),
        aProcess('killed', { beatAt: ago(31 * SECOND) }),
        aProcess('stopping', { state: 'stopping', beatAt: ago(31 * SECOND) }),
        aProcess('failed', { state: 'failed', beatAt: ago(31 * SECOND) }),
        aProcess('stopped', { state: 'stopped', beatAt: ago(MINUTE) }),
      ],
      now,
    );
    expect(subjects(signs)).to.deep.equal(['killed', 'stopping', 'failed']);
    expect(signs[0]?.text).to.equal('killed was last heard of at 2026-11-20 15:29:29 UTC.');
  });

  it('is no process that another of its role came for, nor one that was killed while it stopped long ago', () => {
    const young = { startedAt: ago(MINUTE), firstAt: ago(MINUTE) };
    const killed = (name: string, minutes: number, rest = {}) =>
      aProcess(name, { beatAt: ago(minutes * MINUTE), ...rest });
    const found = (...processes: ProcessStatus[]) => subjects(findDeadProcesses(processes, now));
    expect(found(killed('a', 2), aProcess('new', young))).to.deep.equal([]);
    expect(found(killed('a', 2), aProcess('elder'))).to.deep.equal(['a']);
    expect(found(killed('a', 2), aProcess('new', { ...young, role: 'workers' }))).to.deep.equal(['a']);
    expect(found(killed('a', 2), killed('b', 3), aProcess('new', young)), 'one for one').to.deep.equal(['b']);
    const stopping = { state: 'stopping' };
    expect(found(killed('a', 14, stopping), killed('b', 16, stopping), killed('c', 16))).to.deep.equal([
      'a',
      'c',
    ]);
    expect(found(killed('a', 24 * 60 + 1))).to.deep.equal([]);
  });

  it('is a process that was killed with its sibling, of which only one came back under its own name', () => {
    const killed = aProcess('workers-0', { beatAt: ago(2 * MINUTE) });
    const back = aProcess('workers-1', { startedAt: ago(MINUTE) });
    expect(subjects(findDeadProcesses([killed, back], now))).to.deep.equal(['workers-0']);
  });

  it('is a process that was stopped for a deploy and whose successor never started', () => {
    const stopped = (name: string, minutes: number, rest = {}) =>
      aProcess(name, {
        state: 'stopped',
        role: 'effects',
        siblings: 1,
        beatAt: ago(minutes * MINUTE),
        ...rest,
      });
    const found = (...processes: ProcessStatus[]) => subjects(findUnstarted(processes, now));
    const web = aProcess('web', { siblings: 1 });
    expect(found(web, stopped('a', 6))).to.deep.equal(['a']);
    expect(findUnstarted([web, stopped('a', 6)], now)[0]?.text).to.equal(
      'a was stopped at 2026-11-20 15:24:00 UTC and did not start again.',
    );
    expect(found(web, stopped('a', 4)), 'about to start').to.deep.equal([]);
    expect(found(web, stopped('a', 24 * 60 + 1))).to.deep.equal([]);
    expect(found(stopped('a', 6)), 'everything was stopped').to.deep.equal([]);
    expect(found(web, stopped('a', 6, { host: 'pier' }), stopped('b', 7, { host: 'pier' }))).to.deep.equal([
      'a',
    ]);
    const other = aProcess('c', { role: 'effects', host: 'quay', siblings: 1 });
    expect(found(web, other, stopped('a', 6, { host: 'pier' })), 'its host was given up').to.deep.equal([]);
    const two = { role: 'workers', siblings: 2 };
    expect(found(aProcess('w0', two), stopped('w1', 6, two))).to.deep.equal(['w1']);
    expect(found(aProcess('w0', { ...two, beatAt: ago(MINUTE) }), stopped('w1', 6, two))).to.deep.equal([]);
  });

  it('is no process that an installation was made smaller by', () => {
    const workers = (name: string, rest: Record<string, unknown>) =>
      aProcess(name, { role: 'workers', ...rest });
    const left = workers('w0', { siblings: 1, startedAt: ago(7 * MINUTE) });
    const gone = workers('w1', { siblings: 2, state: 'stopped', beatAt: ago(8 * MINUTE) });
    expect(findUnstarted([left, gone, aProcess('web')], now)).to.deep.equal([]);
  });

  it('is a disk that is nearly full, once for all processes of a host', () => {
    const disk = (free: number, total: number) => ({
      diskFree: String(free * GIB),
      diskTotal: String(total * GIB),
    });
    const found = (free: number, total: number) =>
      findFullDisks([aProcess('a', disk(free, total)), aProcess('b', disk(free, total))], now).length;
    expect(found(6, 100)).to.equal(0);
    expect(found(4, 100)).to.equal(1);
    expect(found(0.9, 10)).to.equal(1);
    expect(found(21, 4_000)).to.equal(0);
    expect(findFullDisks([aProcess('a', { diskFree: null, diskTotal: null })], now)).to.deep.equal([]);
  });

  it('is a shard that hears nothing, whether its process is dead, stopped or cannot connect', () => {
    const signs = findDeadShards(
      [
        aShard(0),
        aShard(1, { attachedAt: ago(2 * MINUTE), beatAt: ago(2 * MINUTE) }),
        aShard(2, { state: 'stopped', attachedAt: ago(61 * SECOND) }),
        aShard(3, { state: 'attaching', attachedAt: ago(59 * SECOND) }),
        aShard(4, { state: 'attaching', attachedAt: ago(61 * SECOND) }),
        aShard(5, { state: 'attaching', attachedAt: null, startedAt: ago(4 * MINUTE) }),
        aShard(6, { state: 'attaching', attachedAt: null, startedAt: ago(6 * MINUTE) }),
      ],
      7,
      now,
    );
    expect(subjects(signs)).to.deep.equal(['shard 1', 'shard 2', 'shard 4', 'shard 6']);
  });

  it('is no shard that waits for its turn to begin, among many that do', () => {
    const waits = { state: 'attaching', attachedAt: null };
    const since = (seconds: number) => [aShard(0, { ...waits, startedAt: ago(seconds * SECOND) })];
    expect(subjects(findDeadShards(since(599), 100, now))).to.deep.equal([]);
    expect(subjects(findDeadShards(since(601), 100, now))).to.deep.equal(['missing shards', 'shard 0']);
  });

  it('is one alarm where many shards hear nothing, and one for those that nobody began', () => {
    const deaf = Array.from({ length: 6 }, (_, shard) => aShard(shard, { attachedAt: ago(5 * MINUTE) }));
    expect(subjects(findDeadShards(deaf, 8, now))).to.deep.equal(['missing shards', 'shards']);
    const young = deaf.map((shard) => aShard(shard.shard, { startedAt: ago(MINUTE / 2) }));
    expect(findDeadShards(young, 8, now)).to.deep.equal([]);
  });

  it('is a gap, for a quarter of an hour', () => {
    const shards = [
      aShard(0),
      aShard(1, { gapAt: ago(14 * MINUTE) }),
      aShard(2, { gapAt: ago(16 * MINUTE) }),
    ];
    expect(subjects(findGaps(shards, now))).to.deep.equal(['shard 1 at 2026-11-20 15:16:00 UTC']);
  });

  it('is every gap, also the next one within that quarter, and the next wave of many', () => {
    const found = (...minutes: number[]) =>
      subjects(
        findGaps(
          minutes.map((each, shard) => aShard(shard, { gapAt: ago(each * MINUTE) })),
          now,
        ),
      );
    expect(found(9)).not.to.deep.equal(found(4));
    const first = ['shards from 2026-11-20 15:14:00 UTC'];
    expect(found(16, 15, 14, 13, 12, 11, 10, 9)).to.deep.equal(first);
    expect(found(16, 15, 14, 13, 12, 11, 10, 9, 8), 'it goes on').to.deep.equal(first);
    const second = ['shards from 2026-11-20 15:27:00 UTC'];
    expect(found(16, 15, 14, 13, 12, 11, 10, 9, 3, 2)).to.deep.equal(second);
  });

  it('is a queue whose oldest job waits for longer than people would', () => {
    const reading = { waiting: 7, active: 0, delayed: 0, failed: 0, rate: 0, tried: null };
    const readings = [
      { name: 'interactions', ...reading, oldest: 16 * SECOND },
      { name: 'events', ...reading, oldest: 29 * SECOND },
      { name: 'logs', ...reading, oldest: null },
      { name: 'quarantine', ...reading, oldest: 60 * MINUTE },
    ] as const;
    const signs = findLaggingQueues(readings, now);
    expect(signs.map(({ text }) => text)).to.deep.equal([
      '7 jobs wait in interactions, the oldest for 16 s.',
    ]);
  });

  it('is a queue in which one job is tried again for too long', () => {
    const reading = { waiting: 0, active: 0, delayed: 3, failed: 0, rate: 0, oldest: null };
    const signs = findLaggingQueues(
      [
        { name: 'punishments', ...reading, tried: 11 * MINUTE },
        { name: 'deletions', ...reading, tried: 11 * MINUTE },
      ],
      now,
    );
    expect(signs.map(({ text }) => text)).to.deep.equal([
      'Timeouts, kicks, bans, lockdowns: tried again and again, the oldest since 2026-11-20 15:19:00 UTC.',
    ]);
  });
});

describe('jobs a minute', () => {
  const minute = Math.floor(now / MINUTE);
  const at = (minutesAgo: number) => (minute - minutesAgo) * MINUTE + 5 * SECOND;

  it('are an average of the last five whole minutes', () => {
    const counted = { meta: { count: 110, prevTS: at(0), prevCount: 100 }, data: [5, 10, 0, 20, 15, 50] };
    expect(ratePerMinute(counted, now)).to.equal(10);
  });

  it('fall once nothing is done any more', () => {
    const since = (minutesAgo: number) =>
      ratePerMinute({ meta: { count: 110, prevTS: at(minutesAgo), prevCount: 100 }, data: [5, 10] }, now);
    expect([since(1), since(4), since(6)]).to.deep.equal([5, 3, 0]);
    expect(ratePerMinute({ meta: { count: 0, prevTS: 0, prevCount: 0 }, data: [] }, now)).to.equal(0);
  });
});
