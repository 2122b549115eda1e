import type { Snowflake } from './snowflake.ts';

/** Which partition a guild belongs to, of how many. */
export interface Partition {
  index: number;
  of: number;
}

/** Spreads guilds evenly and stably: FNV-1a over the id's digits, so that no id becomes a number. */
export function partitionOf(guild: Snowflake, of: number): Partition {
  if (of === 1) return { index: 0, of };
  let hash = 0x811c9dc5;
  for (let i = 0; i < guild.length; i++) hash = Math.imul(hash ^ guild.charCodeAt(i), 0x01000193) >>> 0;
  return { index: hash % of, of };
}

/** Hash tag of a partition: its keys and queues live in one Redis Cluster slot, so one script may touch them all. */
export function tag({ index, of }: Partition): string {
  return `{${index}/${of}}`;
}

/** Every Redis key of the system, with type, lifetime and hash tag. BullMQ's own keys start with `tag:queue`. */
export const keys = {
  /** hash; 1 h; copy of a member's row on which Lua decides (shared/bytes/lua). */
  account: (partition: Partition, guild: Snowflake, user: Snowflake) =>
    `${tag(partition)}:account:${guild}:${user}`,
  /** string (bytes); 10 min longer than the longest rule; latest entries of a member (shared/automod/lua/windows.lua). */
  memberWindow: (partition: Partition, guild: Snowflake, user: Snowflake) =>
    `${tag(partition)}:window:${guild}:${user}`,
  /** string (bytes); as above; latest entries with a fingerprint, whose-ever they are. */
  fingerprintWindow: (partition: Partition, guild: Snowflake, fingerprint: string) =>
    `${tag(partition)}:window:${guild}:print:${fingerprint}`,
  /** string (bytes); as above; latest joins of a guild. */
  joinWindow: (partition: Partition, guild: Snowflake) => `${tag(partition)}:window:${guild}:joins`,
  /** hash; 2 h; guild → bytes of its messages of that hour since 1970 that are kept (shared/moderation/recent-messages.ts). */
  recentMessages: (partition: Partition, hour: number) => `${tag(partition)}:recent:${hour}`,
  /** string (JSON); 7 days; the watermark of a shard, of so many, as this partition last saw it persisted. */
  watermark: (partition: Partition, shard: number, shards: number) =>
    `${tag(partition)}:watermark:${shards}:${shard}`,
  /** string (JSON); 7 days; the same as it was written before there were leases; only read. Can go one release after 0.1.0. */
  formerWatermark: (partition: Partition, shard: number) => `${tag(partition)}:watermark:${shard}`,
  /** string; 10 min; the event that is being tried alone, by a batch that stalled twice. */
  trial: (partition: Partition, job: string) => `${tag(partition)}:trial:${job}`,
  /** string; 1 h; the nonce that the message of a log's entry began with (workers/effects/log-messages.ts). */
  logEntry: (partition: Partition, channel: Snowflake, nonce: string) =>
    `${tag(partition)}:log-entry:${channel}:${nonce}`,
  /** string (JSON); 1 h; entries of a log that go into one message; empty once it was sent. */
  logMessage: (partition: Partition, channel: Snowflake, nonce: string) =>
    `${tag(partition)}:log-message:${channel}:${nonce}`,
  /** string; while the bucket rests; who identified last in a `max_concurrency` bucket. */
  identify: (bucket: number) => `{identify}:${bucket}`,
  /** hash; 1 day; who has which of so many leases of a kind, until when (shared/core/lua/hold.lua). */
  leases: (kind: string, count: number) => `{lease}:${kind}:${count}`,
  /** sorted set; 10 s; processes that share these leases, by when they were here last. */
  leaseHolders: (kind: string, count: number) => `{lease}:${kind}:${count}:holders`,
  /** string; 7 days; how many shards the generation has that was wholly attached last (shards/whole.ts). */
  generation: () => '{lease}:generation',
  /** list; 1 min; times of the latest 50 REST requests, interaction callbacks apart (workers/effects/lua/take.lua). */
  requestBudget: () => '{rest}:requests',
  /** hash; 11 min; minute → number of 401, 403 and 429 answers (workers/effects/lua/refused.lua). */
  invalidBudget: () => '{rest}:invalid',
  /** string; 1 h; the guild that an invite leads to, or `none` (shared/automod/invite-codes.ts). */
  invite: (code: string) => `{invite}:${code}`,
  /** hash; 1 day; how far the latest load of a guild's members is (shared/sync/lua/advance.lua). */
  syncProgress: (guild: Snowflake) => `{sync}:${guild}`,
  /** string; 55 s; the worker that sweeps in this minute (workers/maintenance/sweep.ts). */
  sweepTurn: () => '{sweep}:turn',
  /** string; 4 s; the worker that ends cases whose time is over (workers/maintenance/ends.ts). */
  endsTurn: () => '{sweep}:ends',
  /** string; 25 s; the worker that looks for maintenance which nobody works on (workers/maintenance/runs.ts). */
  maintenanceTurn: () => '{sweep}:maintenance',
  /** string; 2 s; the worker that looks for users to be forgotten (workers/privacy/forgetting.ts). */
  forgetTurn: () => '{sweep}:forget',
  /** string; 55 s; the worker that sums up records in this minute (workers/analytics/roll-ups.ts). */
  rollUpTurn: () => '{sweep}:roll-up',
  /** string; 9 s; the worker that looks for failed jobs which are not kept yet (workers/jobs/failed-jobs.ts). */
  failedJobsTurn: () => '{sweep}:failed-jobs',
  /** hash; 7 days; queue and partition → when its latest failed job ended that was seen kept, or the latest event set aside (workers/jobs). */
  failedJobsSeen: () => '{sweep}:failed-jobs-seen',
  /** string; 1 s; the process that looks for webhooks to be told (workers/webhooks/run.ts). */
  webhooksTurn: () => '{sweep}:webhooks',
  /** string; 14 s; the process that looks after the others in this quarter of a minute (shared/cluster/watch.ts). */
  watchTurn: () => '{sweep}:watch',
  /** string; 5 min after the last failure; milliseconds since 1970 when Postgres could first not be reached (shared/cluster/outage.ts). */
  postgresAway: () => '{sweep}:postgres-away',
  /** string; a day; as above, where ALARM_WEBHOOK was told of it. */
  postgresAwayTold: () => '{sweep}:postgres-away-told',
  /** hash; lives; walk of a sweep → where it goes on (JSON). */
  sweepCursors: () => '{sweep}:cursors',
  /** hash; lives; process name → JSON snapshot of its metrics with its time. */
  metrics: () => '{metrics}:snapshots',
  /** string (JSON); as koa-session says; one staff session. */
  session: (id: string) => `{session}:${id}`,
  /** hash; 12 h after the last login; what a staff account's sessions are called → their ids. */
  staffSessions: (staff: string) => `{session}s-of:${staff}`,
  /** string (JSON); 30 min; what was posted after its session had ended (web/middleware/kept-form.ts). */
  keptForm: (id: string) => `{kept-form}:${id}`,
  /** string (sealed); 5 min; a secret that somebody sees once (web/http/shown-once.ts). */
  shownOnce: (owner: string, id: string) => `{shown-once}:${owner}:${id}`,
  /** string; 11 min; that a signed link to the panel was used (shared/setup/panel-link.ts). */
  panelLink: (id: string) => `{panel-link}:${id}`,
  /** string; 11 min; that somebody came back from Discord with that state (web/middleware/begun-sign-in.ts). */
  signInState: (state: string) => `{sign-in}:${state}`,
  /** string (JSON); 15 min longer than it can be answered; what a prompt asked, of whom and until when (workers/interactions/prompts.ts). */
  prompt: (kind: string, id: string) => `{prompt}:${kind}:${id}`,
  /** string; 15 min; that something was told about an interaction (workers/interactions/reply.ts). */
  told: (interaction: Snowflake, what: string) => `{told}:${interaction}:${what}`,
  /** prefix for rate-limiter-flexible. */
  throttle: (what: string) => `{throttle}:${what}`,
} as const;

/** Pub/sub channels. */
export const channels = {
  /** Message: `<feature>:<guild>`; that guild's settings changed. */
  settings: 'settings-changed',
  /** Message: a guild's id; a run waits for the shard that has the guild. */
  sync: 'sync-wanted',
} as const;
