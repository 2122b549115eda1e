import { randomUUID } from 'node:crypto';
import type { REST } from '@discordjs/rest';
import type { Clock } from '../shared/core/clock.ts';
import { type Config, requireToken } from '../shared/core/config.ts';
import type { AppError } from '../shared/core/errors.ts';
import type { LeaseTiming } from '../shared/core/leases.ts';
import type { Log } from '../shared/core/log.ts';
import type { Metrics } from '../shared/core/metrics.ts';
import { openQueues } from '../shared/core/queues.ts';
import { type Cluster, openSubscriber, type Redis } from '../shared/core/redis.ts';
import type { Knex } from '../shared/db/knex.ts';
import { fetchApplication, fetchGatewayBot } from './application.ts';
import { askUntilAnswered } from './ask-until.ts';
import { openGeneration, type SharedDeps } from './generation.ts';
import { openHeartbeat } from './heartbeat.ts';
import { openThrottler } from './identify-throttler.ts';
import { chooseIntents } from './intents.ts';
import { openReplacement } from './replacement.ts';
import { openRunWatch } from './run-watch.ts';
import type { Shard } from './shard.ts';
import { chooseShardCount } from './shard-count.ts';

export interface GroupDeps {
  config: Config;
  log: Log;
  clock: Clock;
  redis: Redis | Cluster;
  db: Knex;
  rest: Pick<REST, 'get'>;
  metrics: Metrics;
  /** Name of this process, stable over restarts. */
  process: string;
  /** Discord refuses a connection for good; the message says what to change. The caller ends the process. */
  onFatal: (error: AppError) => void;
  /** For tests and measurements; the default is what a process uses. */
  tuning?: {
    compress?: boolean;
    identifyRest?: number;
    bound?: number;
    drainDeadline?: number;
    lease?: LeaseTiming;
  };
}

/** The shards of one process. */
export interface ShardGroup {
  /** Those that it has now. */
  readonly shards: readonly Shard[];
  /** Connects those that fall to it. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Asks Discord who we are and where the gateway is, and prepares for the shards that fall to this process. */
export async function openShardGroup(deps: GroupDeps): Promise<ShardGroup> {
  const { config, log, clock, redis, db, rest, metrics, tuning = {} } = deps;
  const application = await askUntilAnswered(() => fetchApplication(rest), log);
  const gateway = await askUntilAnswered(() => fetchGatewayBot(rest), log);
  const intents = chooseIntents(config, application.flags, log);
  const { shards, former } = await chooseShardCount(deps, gateway.shards);
  const queues = openQueues(redis, log);
  const common: SharedDeps = {
    log,
    clock,
    redis,
    db,
    queue: queues.queue,
    metrics,
    partitions: config.PARTITIONS,
    owner: randomUUID(),
    privileged: intents.privileged,
    onFatal: deps.onFatal,
    bound: tuning.bound,
    drainDeadline: tuning.drainDeadline,
    link: {
      shards,
      gateway,
      token: requireToken(config),
      intents: intents.bits,
      // zlib-stream costs 48 µs a message in @discordjs/ws, three times all the rest of a shard: traffic is cheaper
      compress: tuning.compress ?? false,
      throttler: openThrottler({
        redis,
        log,
        rest: tuning.identifyRest,
        // While Discord's REST API is down, identifying is still tried: the gateway counts for itself.
        limits: async () => (await fetchGatewayBot(rest).catch(() => gateway)).session_start_limit,
      }),
    },
  };
  const lease = { holder: deps.process, expected: config.SHARD_PROCESSES, timing: tuning.lease };
  const live = () => generation.live;
  const heartbeat = openHeartbeat({ db, clock, log, process: deps.process }, live);
  const generation = openGeneration({ shard: common, lease, tell: heartbeat.tell, follows: former });
  const replacement = openReplacement({ ...deps, shards, former, beat: heartbeat.beat }, (count, onGap) =>
    openGeneration({
      shard: { ...common, link: { ...common.link, shards: count } },
      lease,
      tell: heartbeat.tell,
      former: { onGap: () => onGap(live()) },
    }),
  );
  const watch = openRunWatch({ db, log, subscriber: openSubscriber(config, log), shards }, live);
  return {
    get shards() {
      return generation.live;
    },
    async start() {
      log.info({ shards, intents: intents.bits }, 'connecting to the gateway');
      await generation.start();
      await replacement.start();
      await heartbeat.beat();
      heartbeat.start();
      watch.start();
    },
    async stop() {
      watch.stop();
      heartbeat.stop();
      await Promise.all([generation.stop(), replacement.stop()]);
      await queues.close();
    },
  };
}
