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
import { inheritBatches } from './inherited.ts';
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
const untold = SECOND; // what a killed process stamped after it persisted, which is four times a second
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
  /** The shard's last heartbeat, of whichever process: counts go on from it, and an identify may be a gap. */
  before: BotStatus | undefined;
  /** Its session is resumed, but never followed by another: told is that it cannot be resumed. */
  former?: { onGap: () => void };
  /** Sessions that were stored before that, milliseconds since 1970, were left on purpose. */
  leftUntil?: number;
  /** Another process has the shard as well: this one is to be stopped. */
  onContested: () => void;
  onFatal: (error: AppError) => void;
  /** Bytes that may wait for Redis before the shard lets go of its socket. */
  bound?: number;
  /** For how long, from its beginning, a stop waits for Redis, in milliseconds. */
  drainDeadline?: number;
}

export interface Shard {
  readonly id: number;
  /** Bytes that Redis has not taken yet. */
  readonly waiting: number;
  status(): ShardStatus;
  /** Asks Discord for the members of guilds whose turn it is; fails where Postgres does. */
  loadMembers(): Promise<void>;
  /** Something may have been missed that is not its own doing. */
  noteGap(): void;
  /** Loads what was persisted and connects. */
  start(): Promise<void>;
  /** Lets go of the socket until `sure` resolves; what waits is kept meanwhile. */
  doubt(sure: Promise<void>): void;
  /** Lets go of the socket, enqueues what waits, persists the watermark. A later start, wherever it is, resumes. */
  stop(): Promise<void>;
}

/** One shard with all its parts. */
export function openShard(deps: ShardDeps, id: number): Shard {
  const { clock, metrics, before } = deps;
  const log = deps.log.child({ shard: id });
  const halt = new AbortController();
  const watermark = openWatermark();
  const unfinished = openUnfinished(clock);
  let earliest = 0; // milliseconds since 1970: where the clock of who had the shard before was ahead of ours
  const stamp = openStamps(() => Math.max(clock(), earliest));
  const sessions = openSessions({ ...deps, clock: stamp, shard: id, shards: deps.link.shards, unfinished });
  const tally = openTally(metrics, log, clock);
  const at = before?.sessionId ? before.beatAt.getTime() : undefined;
  const guilds = countGuilds({ guilds: before?.guilds ?? 0, at });
  const history = openSessionHistory({ clock, metrics, log }, before);
  const openedAt = new Date(clock());
  let latency: number | null = null;
  let licence: Promise<void> = Promise.resolve();

  const most = deps.bound ?? bound;
  const outbox = openOutbox({
    ...deps,
    log,
    shard: id,
    watermark,
    unfinished,
    bound: most,
    signal: halt.signal,
    onFull: () => void pause('Redis is behind', () => outbox.drained()),
  });
  const known = openKnownMembers();
  const intake = openIntake({ stamp, tally, watermark, known, outbox });
  const persistence = openPersistence({
    sessions,
    watermark,
    unfinished,
    clock,
    log,
    onLost: () => pause('Redis lost memory', replay),
    onGap: history.forgot,
    onContested: deps.onContested,
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
        unfinished.endSession();
        loads.begin();
        guilds.ready(loaded);
        history.identified();
      },
      resumed: history.resumed,
      refused() {
        log.warn('Discord does not resume the session');
        if (deps.former) giveUp(deps.former);
        else history.refused();
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

  /** Whatever the pause is for: without the lease the shard does not attach again. */
  function pause(why: string, meanwhile: () => Promise<void>): Promise<void> {
    return gateway.pause({
      why,
      meanwhile: async () => {
        await meanwhile();
        await licence;
      },
    });
  }

  function giveUp(former: { onGap: () => void }): void {
    void gateway.stop('its session is over');
    former.onGap();
  }

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
      startedAt: openedAt,
      ...history.tell(gateway.state.is),
    }),
    loadMembers: loads.turn,
    noteGap: history.missed,
    async start() {
      const found = await sessions.load();
      const stored = found && found.at > (deps.leftUntil ?? 0) ? found : undefined;
      if (stored) {
        watermark.begin(stored.session, stored.sequence);
        earliest = stored.at + untold;
        history.expect(stored.session);
        await inheritBatches({ ...deps, unfinished }, stored.session.id);
      }
      if (!stored && deps.former) return giveUp(deps.former);
      flushing = setInterval(tally.flush, tallyEvery);
      await persistence.tick(); // a process that lost the shard, and persists a last time, learns of us instead of we of it
      persistence.start();
      gateway.attach();
    },
    doubt(sure) {
      licence = sure;
      void pause('the lease was not renewed', async () => {});
    },
    async stop() {
      const deadline = setTimeout(() => halt.abort(), deps.drainDeadline ?? defaultDrain); // also of the socket's end
      await gateway.stop('shutting down');
      await outbox.drained();
      await Promise.race([persistence.stop(), aborted(halt.signal)]);
      clearTimeout(deadline);
      halt.abort();
      clearInterval(flushing);
      tally.flush();
    },
  };
}
