import { REST } from '@discordjs/rest';
import { Worker } from 'bullmq';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import type { Sandbox } from '../scripts/sandbox/index.ts';
import { type Clock, systemClock } from '../shared/core/clock.ts';
import { Config } from '../shared/core/config.ts';
import type { AppError } from '../shared/core/errors.ts';
import type { AnyEnvelope } from '../shared/core/events.ts';
import { tag } from '../shared/core/keys.ts';
import { type Log, silent } from '../shared/core/log.ts';
import { type Metrics, openMetrics } from '../shared/core/metrics.ts';
import type { Jobs } from '../shared/core/queues.ts';
import { unpackEvent } from '../shared/core/wire.ts';
import type { Knex } from '../shared/db/knex.ts';
import { type GroupDeps, openShardGroup } from './group.ts';
import type { Shard } from './shard.ts';

export interface Bot {
  /** The first of those that it has, which is the only one by default. */
  readonly shard: Shard;
  readonly shards: readonly Shard[];
  metrics: Metrics;
  redis: Redis;
  fatal: AppError[];
  /** Resolves once the shard has hold of its socket. */
  attached(): Promise<void>;
  stop(): Promise<void>;
}

interface Order {
  redis: string;
  db: Knex;
  config?: Partial<Config>;
  clock?: Clock;
  log?: Log;
  tuning?: GroupDeps['tuning'];
  /** Name of the process. */
  process?: string;
}

/** A shard process, in this process, on the sandbox. */
export async function startBot(sandbox: Pick<Sandbox, 'api' | 'token'>, order: Order): Promise<Bot> {
  const redis = new Redis(order.redis, { maxRetriesPerRequest: null });
  redis.on('error', () => {}); // tests take Redis away
  const metrics = openMetrics();
  const fatal: AppError[] = [];
  const group = await openShardGroup({
    config: configOf(sandbox, order),
    log: order.log ?? silent,
    clock: order.clock ?? systemClock,
    redis,
    db: order.db,
    rest: restOf(sandbox),
    metrics,
    process: order.process ?? 'shards-0',
    onFatal: (error) => fatal.push(error),
    tuning: { identifyRest: 20, ...order.tuning },
  });
  await group.start();
  const attached = () => until(() => group.shards.every((shard) => shard.status().state === 'attached'));
  return {
    get shard() {
      const [shard] = group.shards;
      if (!shard) throw new Error('the group has no shard');
      return shard;
    },
    get shards() {
      return group.shards;
    },
    metrics,
    redis,
    fatal,
    attached,
    stop: async () => {
      await group.stop();
      redis.disconnect();
    },
  };
}

/** Takes a test's sandbox down. Every request that it got must have been one that Discord's schemas allow. */
export async function endSandbox(sandbox: Sandbox): Promise<void> {
  await sandbox.stop();
  expect(sandbox.violations).to.deep.equal([]);
}

export function restOf(sandbox: Pick<Sandbox, 'api' | 'token'>): REST {
  return new REST({ api: sandbox.api, version: '10', retries: 0 }).setToken(sandbox.token);
}

function configOf(sandbox: Pick<Sandbox, 'api' | 'token'>, { redis, config }: Order): Config {
  return Config.parse({
    DISCORD_TOKEN: sandbox.token,
    DISCORD_API: sandbox.api,
    DATABASE_URL: 'postgres://unused',
    REDIS_URL: redis,
    SECRET: 'x'.repeat(32),
    ...config,
  });
}

export interface Consumer {
  /** Every event of every batch, in order of arrival, repetitions included. */
  events: AnyEnvelope[];
  batches: Jobs['events'][];
  /** Contents of the messages. */
  contents(): string[];
  close(): Promise<void>;
}

/** Takes batches off the queue as a worker does, and remembers them. */
export function consume(url: string): Consumer {
  const events: AnyEnvelope[] = [];
  const batches: Jobs['events'][] = [];
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  connection.on('error', () => {});
  const take = async ({ data }: { data: Jobs['events'] }) => {
    batches.push(data);
    events.push(...data.events.map(unpackEvent));
  };
  const worker = new Worker<Jobs['events']>('events', take, { connection, prefix: tag({ index: 0, of: 1 }) });
  worker.on('error', () => {});
  return {
    events,
    batches,
    contents: () => events.flatMap((event) => (event.t === 'MESSAGE_CREATE' ? [event.d.content] : [])),
    close: async () => {
      await worker.close(true);
      connection.disconnect();
    },
  };
}

/** Resolves once the probe holds; the test's own time limit ends a wait in vain. */
export async function until(probe: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await probe())) await new Promise((resolve) => setTimeout(resolve, 5));
}
