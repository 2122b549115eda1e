import { GatewayIntentBits } from 'discord-api-types/v10';
import type { BotStatus } from '../shared/analytics/model.ts';
import { type Clock, SECOND } from '../shared/core/clock.ts';
import type { AppError } from '../shared/core/errors.ts';
import type { Log } from '../shared/core/log.ts';
import type { Metrics } from '../shared/core/metrics.ts';
import type { Queues } from '../shared/core/queues.ts';
import type { Cluster, Redis } from '../shared/core/redis.ts';
import type { Knex } from '../shared/db/knex.ts';
import { countChunks } from './backlog.ts';
import { openGateway } from './gateway.ts';
import { countGuilds } from './guild-count.ts';
import type { ShardStatus } from './heartbeat.ts';
import { openIntake } from './intake.ts';
import { openKnownMembers } from './known-members.ts';
import { type LinkOptions, openLink } from './link.ts';
import { openMemberLoads } from './member-loads.ts';
import { openOutbox } from './outbox.ts';
import { openPersistence } from './persistence.ts';
import { aborted } from './publisher.ts';
import { openRequestBudget } from './request-budget.ts';
import { openSessionHistory } from './session-history.ts';
import { openSessions } from './sessions.ts';
import { openStamps } from './stamps.ts';
import { openTally } from './tally.ts';
import { openUnfinished } from './unfinished.ts';
import { openWatermark } from './watermark.ts';

const defaultDrain = 10 * SECOND; // of the 25 s that a stopping process has
const tallyEvery = 5 * SECOND;
const bound = 32 * 1024 * 1024; // bytes: a second or so of the largest load, before Discord has to keep it for us

export interface ShardDeps {
  log: Log;
  clock: Clock;
  redis: Redis | Cluster;
  db: Knex;
  queue: Queues['queue'];
  partitions: number;
  metrics: Metrics;
  /** This process, until it ends. */
  owner: string;
  privileged: readonly string[];
  /** Everything but the shard's own number. */
  link: Omit<LinkOptions, 'shard' | 'log'>;
  /** The shard's last heartbeat: counts go on from it, and an identify may be a gap. */
  before: BotStatus | undefined;
  onFatal: (error: AppError) => void;
  /** Bytes that may wait for Redis before the shard lets go of its socket. */
  bound?: number;
  /** For how long a stop waits for Redis, in milliseconds. */
  drainDeadline?: number;
}

export interface Shard {
  readonly id: number;
  /** Bytes that Redis has not taken yet. */
  readonly waiting: number;
  status(): ShardStatus;
  /** Asks Discord for the members of guilds whose turn it is; fails where Postgres does. */
  loadMembers(): Promise<void>;
  /** Loads what was persisted and connects. */
  start(): Promise<void>;
  /** Lets go of the socket, enqueues what waits, persists the watermark. A later start resumes. */
  stop(): Promise<void>;
}

/** One shard with all its parts. */
export function openShard(deps: ShardDeps, id: number): Shard {
  const { clock, metrics, before } = deps;
  const log = deps.log.child({ shard: id });
  const halt = new AbortController();
  const watermark = openWatermark();
  const unfinished = openUnfinished(clock);
  const sessions = openSessions({ ...deps, log, shard: id, unfinished });
  const tally = openTally(metrics, log, clock);
  const at = before?.sessionId ? before.beatAt.getTime() : undefined;
  const guilds = countGuilds({ guilds: before?.guilds ?? 0, at });
  const history = openSessionHistory({ clock, metrics, log }, before);
  let latency: number | null = null;

  const most = deps.bound ?? bound;
  const outbox = openOutbox({
    ...deps,
    log,
    shard: id,
    watermark,
    unfinished,
    bound: most,
    signal: halt.signal,
    onFull: () => void gateway.pause({ why: 'Redis is behind', meanwhile: () => outbox.drained() }),
  });
  const stamp = openStamps(clock);
  const known = openKnownMembers();
  const intake = openIntake({ stamp, tally, watermark, known, outbox });
  const persistence = openPersistence({
    sessions,
    watermark,
    unfinished,
    clock,
    log,
    onLost: () => gateway.pause({ why: 'Redis lost memory', meanwhile: replay }),
  });
  const gateway = openGateway({
    ...deps.link,
    shard: id,
    privileged: deps.privileged,
    log,
    link: (on) => openLink({ ...deps.link, shard: id, log }, watermark, on),
    onFatal: deps.onFatal,
    on: {
      dispatch(dispatch) {
        if (!intake(dispatch)) return;
        guilds.follow(dispatch);
        loads.follow(dispatch);
      },
      identified(_, loaded) {
        unfinished.clear();
        loads.begin();
        guilds.ready(loaded);
        history.identified();
      },
      resumed: history.resumed,
      refused() {
        log.warn('Discord does not resume the session');
      },
      latency(milliseconds) {
        latency = milliseconds;
      },
    },
  });

  const loads = openMemberLoads({
    ...deps,
    log,
    shard: id,
    shards: deps.link.shards,
    stamp,
    watermark,
    gateway,
    budget: openRequestBudget(clock),
    isAllowed: (deps.link.intents & GatewayIntentBits.GuildMembers) !== 0,
    backlog: async () => ({
      jobs: await countChunks(deps),
      isHeld: outbox.waits('members'),
      isFull: outbox.bytes > most / 4,
    }),
  });

  async function replay(): Promise<void> {
    log.warn('Redis lost memory; asking Discord for what workers may not have finished');
    await outbox.drained();
    if (halt.signal.aborted) return;
    known.forget();
    await persistence.goBack();
  }

  let flushing: NodeJS.Timeout | undefined;
  return {
    id,
    get waiting() {
      return outbox.bytes;
    },
    status: () => ({
      shard: id,
      shards: deps.link.shards,
      state: gateway.state.is,
      sessionId: watermark.session?.id ?? null,
      latencyMs: latency,
      guilds: guilds.count,
      intents: deps.link.intents,
      ...history.tell(gateway.state.is),
    }),
    loadMembers: loads.turn,
    async start() {
      const stored = await sessions.load();
      if (stored) {
        watermark.begin(stored.session, stored.sequence);
        history.expect();
      }
      flushing = setInterval(tally.flush, tallyEvery);
      persistence.start();
      gateway.attach();
    },
    async stop() {
      await gateway.stop('shutting down');
      const deadline = setTimeout(() => halt.abort(), deps.drainDeadline ?? defaultDrain);
      await outbox.drained();
      await Promise.race([persistence.stop(), aborted(halt.signal)]);
      clearTimeout(deadline);
      halt.abort();
      clearInterval(flushing);
      tally.flush();
    },
  };
}
