import type { Clock } from '../core/clock.ts';
import type { Config } from '../core/config.ts';
import type { Cluster, Redis } from '../core/redis.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

export interface WorkDeps {
  db: Knex;
  redis: Redis | Cluster;
  clock: Clock;
  partitions: number;
  /** What processes remember of a guild, as `announceChange` names it: settings of features, and who was paid. */
  features: readonly string[];
  config?: Pick<Config, 'RETENTION'>;
}

/** What is to be done, and how far another worker came with it. */
export interface WorkOrder {
  run: string;
  guild: Snowflake | null;
  table: string | null;
  done: number;
  /** Of the last step that was kept; null at the beginning. */
  cursor: unknown;
  result: unknown;
  /** The worker stops, or somebody cancelled it: a long statement is to end early. */
  signal: AbortSignal;
}

/** How far it is. `result`: all that was found or done so far. */
export interface Step {
  /** Of `total`; null where nobody can say. */
  done: number;
  total: number | null;
  cursor: unknown;
  result: unknown;
}

/**
 * A kind of maintenance: it may be left after every step, and be begun again from that step or an earlier one without harm.
 * A step takes seconds at most, or ends when the signal says so.
 */
export type Work = (deps: WorkDeps, order: WorkOrder) => AsyncGenerator<Step>;
