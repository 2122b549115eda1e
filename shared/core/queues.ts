import { type JobJson, type JobsOptions, Queue, type WorkerOptions } from 'bullmq';
import type { APIEmbed } from 'discord-api-types/v10';
import { DAY, SECOND } from './clock.ts';
import type { AnyEnvelope, Envelope } from './events.ts';
import { type Partition, tag } from './keys.ts';
import type { Log } from './log.ts';
import type { Cluster, Redis } from './redis.ts';
import type { Wire } from './wire.ts';

/** What Discord is asked to do, as a job that can safely run twice. Each kind has one handler (workers/effects). */
export type Effect =
  | { kind: 'react'; guild: string; channel: string; message: string; emoji: string }
  | ({ kind: 'say'; guild: string; channel: string; content: string; pings: string[] } & Said)
  /** `tell`: what is said, and where, once Discord confirmed it. */
  | {
      kind: 'grant-role';
      guild: string;
      user: string;
      role: string;
      tell?: { channel: string; content: string };
    }
  | { kind: 'announce-role'; guild: string; channel: string; user: string; role: string; content: string }
  | { kind: 'squad-role'; guild: string; user: string; role: string; give: boolean }
  /** `case`: its id. What is to be done to whom until when stands in its row, and is read there. */
  | { kind: 'punish'; guild: string; case: string; as: 'timeout' | 'untimeout' | 'kick' | 'ban' | 'unban' }
  | { kind: 'lift'; guild: string; case: string }
  /** At most 100, of one channel. */
  | { kind: 'delete-messages'; guild: string; channel: string; messages: string[] }
  | { kind: 'tell-member'; guild: string; user: string; content: string; nonce: string }
  | { kind: 'log'; guild: string; channel: string; embeds: APIEmbed[]; nonce: string; pings?: string[] }
  /** `deed`: the row of what is done to a channel. What it is stands there (shared/moderation/channel-deeds.ts). */
  | { kind: 'channel-deed'; guild: string; deed: string }
  | { kind: 'lockdown'; guild: string }
  /** `event`: what waits for the answer, and is handled again with it. */
  | { kind: 'look-up-invite'; guild: string; code: string; event: Wire };

/**
 * Effects wait in queues of several kinds, each done by slots of its own: however many reactions wait for a channel's rate
 * limit, a ban does not wait for them.
 */
export const effectQueues = ['punishments', 'deletions', 'effects', 'logs'] as const;
export type EffectQueue = (typeof effectQueues)[number];

export function queueOf({ kind }: Effect): EffectQueue {
  if (kind === 'punish' || kind === 'lift' || kind === 'lockdown') return 'punishments';
  if (kind === 'delete-messages' || kind === 'channel-deed') return 'deletions';
  return kind === 'log' ? 'logs' : 'effects';
}

/** `nonce`: the id of what a message follows; `since`: of what happened later, where it is too late by the nonce's own time. */
interface Said {
  nonce: string;
  since?: string;
}

/** Queue name → the data of its jobs. One queue of each per partition. */
export interface Jobs {
  /** A batch of one shard's events, in the order they were received. */
  events: { shard: number; events: Wire[] };
  /** One interaction, on its own: people wait for it. */
  interactions: Envelope<'INTERACTION_CREATE'>;
  /** One chunk of a guild's members: beside the events, so that a load holds up no message. */
  members: Envelope<'GUILD_MEMBERS_CHUNK'>;
  punishments: Effect;
  deletions: Effect;
  effects: Effect;
  logs: Effect;
  /** Rows for Postgres that nobody waits for, as the kind's schema reads them (shared/analytics/records.ts). */
  records: { kind: 'views' | 'clicks' | 'commands' | 'jobs' | 'surplus'; rows: unknown[] };
  /** A row of maintenance_runs that is to be worked on. */
  maintenance: { run: string };
  /** A row of webhook_deliveries that is to be sent. */
  webhooks: { delivery: string };
  /** An event that cannot be handled, with what happened; kept for people to look at. */
  quarantine: { event: AnyEnvelope; error: string };
}
export type QueueName = keyof Jobs;

const forEffects = {
  attempts: 12,
  backoff: { type: 'capped', delay: 500 },
  removeOnComplete: true,
  removeOnFail: { age: (7 * DAY) / SECOND },
} as const satisfies JobsOptions;
/**
 * Retries outlast any fault outside (Postgres, Redis, network): a batch is only ever given up on by quarantine.
 * Ids are always given: BullMQ's counters repeat after Redis was emptied.
 */
const defaults = {
  events: {
    attempts: 1_000_000,
    backoff: { type: 'capped', delay: 250 },
    removeOnComplete: true,
    removeOnFail: { age: (7 * DAY) / SECOND },
  },
  interactions: {
    attempts: 1_000,
    backoff: { type: 'capped', delay: 250 },
    removeOnComplete: true,
    removeOnFail: { age: (7 * DAY) / SECOND },
  },
  members: {
    attempts: 1_000_000,
    backoff: { type: 'capped', delay: 250 },
    removeOnComplete: true,
    removeOnFail: { age: (7 * DAY) / SECOND },
  },
  punishments: forEffects,
  deletions: forEffects,
  effects: forEffects,
  logs: forEffects,
  records: {
    attempts: 1_000_000,
    backoff: { type: 'capped', delay: 250 },
    removeOnComplete: true,
    removeOnFail: { age: (7 * DAY) / SECOND },
  },
  maintenance: {
    attempts: 1_000,
    backoff: { type: 'capped', delay: 250 },
    removeOnComplete: true,
    removeOnFail: true,
  },
  // one attempt each: what is tried again, and when, stands in Postgres, so that a job which failed must not keep its id
  webhooks: {
    attempts: 1_000,
    backoff: { type: 'capped', delay: 250 },
    removeOnComplete: true,
    removeOnFail: true,
  },
  quarantine: { removeOnComplete: { age: (7 * DAY) / SECOND }, removeOnFail: { age: (7 * DAY) / SECOND } },
} as const satisfies Record<QueueName, JobsOptions>;

/** For workers of any queue; `capped` backoff doubles up to 15 s, with jitter so that retries do not march in step. */
export const workerDefaults = {
  metrics: { maxDataPoints: 60 }, // jobs done, by the minute (shared/cluster/queue-rate.ts)
  lockDuration: 15 * SECOND,
  stalledInterval: 5 * SECOND,
  maxStalledCount: 1_000,
  settings: {
    backoffStrategy: (attempt: number) =>
      Math.round(Math.min(250 * 2 ** Math.min(attempt, 6), 15 * SECOND) * (0.75 + Math.random() / 2)),
  },
} as const satisfies Partial<WorkerOptions>;

export type QueueOf<N extends QueueName> = Queue<Jobs[N], void, string, Jobs[N], void, string>;

/** The queue of a partition. `add` waits while Redis is away. */
export function openQueue<N extends QueueName>(
  name: N,
  partition: Partition,
  connection: Redis | Cluster,
): QueueOf<N> {
  return new Queue<Jobs[N], void, string, Jobs[N], void, string>(name, {
    connection,
    prefix: tag(partition),
    defaultJobOptions: defaults[name],
    streams: { events: { maxLen: 100 } },
  });
}

/** A job whose data is JSON already. */
export interface Written {
  id: string;
  name: string;
  json: Buffer;
}

/** BullMQ's `addJobs` as it is: job data goes to ioredis untouched, which takes bytes as well. */
interface Backend {
  addJobs(
    jobs: { jobId: string; job: Omit<JobJson, 'data'> & { data: string | Buffer } }[],
  ): Promise<string[]>;
}

/**
 * Adds jobs in one request, with the queue's default options. As `addBulk`, but their data is not made into JSON once
 * more. Adding an id that the queue has changes nothing, so a request of unknown outcome can be repeated.
 */
export async function addWritten(
  queue: Pick<QueueOf<QueueName>, 'getBackend' | 'jobsOpts'>,
  jobs: readonly Written[],
): Promise<void> {
  const backend: Backend = queue.getBackend();
  const fresh = {
    timestamp: Date.now(),
    progress: 0,
    attemptsMade: 0,
    attemptsStarted: 0,
    stalledCounter: 0,
    failedReason: '',
    returnvalue: '',
  };
  await backend.addJobs(
    jobs.map(({ id, name, json }) => ({
      jobId: id,
      job: { ...fresh, id, name, data: json, opts: { ...queue.jobsOpts, jobId: id } },
    })),
  );
}

export interface Queues {
  /** The queue of that name in that partition, opened at first use. */
  queue<N extends QueueName>(name: N, partition: Partition): QueueOf<N>;
  close(): Promise<void>;
}

/** The queues that a process adds to. They share one connection, which stays open; its faults are logged there. */
export function openQueues(connection: Redis | Cluster, log: Log): Queues {
  const open: { [N in QueueName]: Map<number, QueueOf<N>> } = {
    events: new Map(),
    interactions: new Map(),
    members: new Map(),
    punishments: new Map(),
    deletions: new Map(),
    effects: new Map(),
    logs: new Map(),
    records: new Map(),
    maintenance: new Map(),
    webhooks: new Map(),
    quarantine: new Map(),
  };
  return {
    queue(name, partition) {
      const known = open[name].get(partition.index);
      if (known) return known;
      const opened = openQueue(name, partition, connection);
      opened.on('error', (error) => log.debug({ err: error, queue: name }, 'queue'));
      open[name].set(partition.index, opened);
      return opened;
    },
    async close() {
      const all = Object.values(open).flatMap((queues) => [...queues.values()]);
      await Promise.all(all.map((each) => each.close()));
    },
  };
}
