import type { BotStatus } from '../../shared/analytics/model.ts';
import { listPast, listStanding } from '../../shared/cluster/alarms.ts';
import { isDismissible } from '../../shared/cluster/dismiss.ts';
import type { ProcessStatus } from '../../shared/cluster/model.ts';
import { isSilent, listProcesses } from '../../shared/cluster/processes.ts';
import { queueKinds, triesOf } from '../../shared/cluster/queue-kinds.ts';
import { type QueueReading, readQueues } from '../../shared/cluster/queues.ts';
import { listShards, shardSilentAfter } from '../../shared/cluster/shards.ts';
import { SECOND } from '../../shared/core/clock.ts';
import { within } from '../../shared/core/deadline.ts';
import { readVersion } from '../../shared/core/version.ts';
import { readNow } from '../../shared/db/now.ts';
import type { Deps } from '../context.ts';
import { viewAlarm } from './alarm-view.ts';
import { processTags, shardTags, spanInWords } from './cluster-words.ts';
import { sizeInWords } from './file-words.ts';
import { msInWords } from './stat-words.ts';

const shardsAtOnce = 50;
const standing = 50;
const past = 5;
const patience = 10 * SECOND; // for Redis

type Asked = Pick<Deps, 'db' | 'redis' | 'queue' | 'partitions' | 'clock'>;

/** What `cluster-parts.pug` shows, shards from that number on. */
export async function readCluster(deps: Asked, from: number) {
  const [now, processes, { shards, count }, queues, alarms, over] = await Promise.all([
    readNow(deps),
    listProcesses(deps),
    listShards(deps, { from, limit: shardsAtOnce }),
    within(patience, readQueues(deps, deps.clock())),
    listStanding(deps, standing),
    listPast(deps, { limit: past }),
  ]);
  const own = readVersion();
  return {
    processes: processes.map((process) => viewProcess(process, own, now)),
    shards: shards.map((shard) => viewShard(shard, now)),
    shardCount: count,
    ...pagesOf(from, count),
    queues: queues.map(viewQueue),
    alarms: alarms.map((alarm) => ({ ...viewAlarm(alarm), isDismissible: isDismissible(alarm) })),
    past: over.map(viewAlarm),
  };
}

function viewProcess(status: ProcessStatus, own: string, now: number) {
  const { process, role, host, pid, version, state, memory, diskFree, diskTotal, lagMs, startedAt, beatAt } =
    status;
  return {
    ...{ name: process, role, host, pid, version, beatAt },
    isOther: version !== own,
    tag: processTags[isSilent(status, now) ? 'silent' : state],
    up: spanInWords(beatAt.getTime() - startedAt.getTime()),
    memory: sizeInWords(Number(memory)),
    lag: msInWords(lagMs),
    disk:
      diskFree && diskTotal
        ? `${sizeInWords(Number(diskFree))} of ${sizeInWords(Number(diskTotal))}`
        : undefined,
  };
}

function viewShard(status: BotStatus, now: number) {
  const { shard, process, state, guilds, latencyMs, resumedAt, identifiedAt, gaps, gapAt, beatAt } = status;
  const isQuiet = state !== 'stopped' && now - beatAt.getTime() > shardSilentAfter;
  return {
    ...{ number: shard, process, guilds, resumedAt, identifiedAt, gaps, gapAt, beatAt },
    tag: shardTags[isQuiet ? 'silent' : state] ?? { text: state, tone: 'plain' },
    latency: latencyMs === null ? '–' : msInWords(latencyMs),
  };
}

function viewQueue({ name, oldest, tried, rate, ...counts }: QueueReading) {
  const { what, patience } = queueKinds[name];
  return {
    ...{ name, what, ...counts },
    rate: rate > 0 && rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en'),
    oldest: oldest === null ? '–' : spanInWords(oldest),
    tried: tried === null ? '–' : spanInWords(tried),
    isStuck: tried !== null && tried > (triesOf(name) ?? Number.POSITIVE_INFINITY),
    isLate: patience !== null && oldest !== null && oldest > patience,
  };
}

function pagesOf(from: number, count: number) {
  const page = (start: number) => `/admin/cluster?from=${start}#shards`;
  return {
    first: from > 0 ? '/admin/cluster#shards' : undefined,
    next: from + shardsAtOnce < count ? page(from + shardsAtOnce) : undefined,
  };
}
