import type Koa from 'koa';
import type { Role } from '../shared/accounts/rules.ts';
import type { Staff } from '../shared/accounts/store.ts';
import type { Recorder } from '../shared/analytics/recorder.ts';
import type { Clock } from '../shared/core/clock.ts';
import type { Config } from '../shared/core/config.ts';
import type { Log } from '../shared/core/log.ts';
import type { Metrics } from '../shared/core/metrics.ts';
import type { Queues } from '../shared/core/queues.ts';
import type { Cluster, Redis } from '../shared/core/redis.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';
import type { Knex } from '../shared/db/knex.ts';
import type { Guild } from '../shared/sync/model.ts';
import type { Live } from './live/live.ts';
import type { Manager } from './middleware/manager.ts';
import type { Session } from './middleware/session.ts';
import type { Board } from './ops/queues.ts';

/** What the web process opened, once, in main.ts. Middleware and pages take the narrowest part. */
export interface Deps {
  config: Pick<
    Config,
    | 'SECRET'
    | 'WEB_ORIGIN'
    | 'TRUST_PROXY'
    | 'METRICS_TOKEN'
    | 'DISCORD_API'
    | 'DISCORD_CLIENT_SECRET'
    | 'WEBHOOKS_PRIVATE'
    | 'RETENTION'
  >;
  /** Of the bot; undefined where neither Discord nor a token tells. */
  applicationId: Snowflake | undefined;
  log: Log;
  clock: Clock;
  db: Knex;
  redis: Redis | Cluster;
  metrics: Metrics;
  board: Board;
  /** The queue of that name in that partition, opened at first use. */
  queue: Queues['queue'];
  partitions: number;
  live: Live;
  recorder: Recorder;
}

/** What middleware has found out about a request. */
export interface State {
  /** On the response, in the log and on error pages. */
  requestId: string;
  /** Whom `requireStaff` let in: one of the two. */
  staff?: Staff;
  manager?: Manager;
  /** The guild that the path names, and what the visitor may do there. */
  guild?: Guild;
  role?: Role;
  /** The matched route, for logs and metrics, where it is not one of the router's. */
  route?: string;
}

/** What koa-session and the router add; the former's own types leave the context untyped. */
export interface Additions {
  session: Session | null;
  params: Record<string, string>;
  sessionOptions: { rolling: boolean; maxAge: number };
}

export type Context = Koa.ParameterizedContext<State, Additions>;
export type Middleware = Koa.Middleware<State, Additions>;
