import type { REST } from '@discordjs/rest';
import type { Recorder } from '../shared/analytics/recorder.ts';
import type { Tallies } from '../shared/analytics/tallies.ts';
import type { rememberInvites } from '../shared/automod/invite-codes.ts';
import type { AutoModSettings } from '../shared/automod/settings.ts';
import type { CommittedDays } from '../shared/bytes/committed.ts';
import type { BytesSettings } from '../shared/bytes/settings.ts';
import type { Clock } from '../shared/core/clock.ts';
import type { Config } from '../shared/core/config.ts';
import type { Partition } from '../shared/core/keys.ts';
import type { Log } from '../shared/core/log.ts';
import type { Metrics } from '../shared/core/metrics.ts';
import type { QueueName, QueueOf } from '../shared/core/queues.ts';
import type { Cluster, Redis } from '../shared/core/redis.ts';
import type { SettingsCache } from '../shared/core/settings.ts';
import type { Knex } from '../shared/db/knex.ts';
import type { FileSettings } from '../shared/files/settings.ts';
import type { ModerationConfig } from '../shared/moderation/settings.ts';

/**
 * What a worker process opened, once, in main.ts. Handlers take the narrowest part:
 * `awardDaily({ db, redis }: Pick<Context, 'db' | 'redis'>, batch)`.
 */
export interface Context {
  /** Where links lead, and what they are signed with. */
  config: Pick<Config, 'DISCORD_API' | 'SECRET' | 'WEB_ORIGIN' | 'WEB_BIND' | 'WEB_PORT' | 'RETENTION'>;
  log: Log;
  clock: Clock;
  redis: Redis | Cluster;
  db: Knex;
  /** Without the shared budget: for interaction callbacks and webhooks, which are outside the global limit. */
  rest: REST;
  applicationId: string;
  metrics: Metrics;
  /** How many partitions there are; a guild's is `partitionOf(guild, partitions)`. */
  partitions: number;
  /** The queue of that name in that partition, opened at first use. */
  queue<N extends QueueName>(name: N, partition: Partition): QueueOf<N>;
  /** By feature, as `announceChange` names them. */
  settings: {
    bytes: SettingsCache<BytesSettings>;
    automod: SettingsCache<AutoModSettings>;
    moderation: SettingsCache<ModerationConfig>;
    files: SettingsCache<FileSettings>;
  };
  /** Members whose award of a day is known to be committed. */
  committed: CommittedDays;
  recorder: Recorder;
  tallies: Tallies;
  /** Where invites lead, as far as anybody looked them up. */
  invites: ReturnType<typeof rememberInvites>;
}
