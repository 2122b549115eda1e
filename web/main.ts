import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { hostname } from 'node:os';
import type Koa from 'koa';
import { openRecorder } from '../shared/analytics/recorder.ts';
import { startHeartbeat } from '../shared/cluster/heartbeat.ts';
import { openOutage } from '../shared/cluster/outage.ts';
import { openTeller } from '../shared/cluster/tell-alarms.ts';
import { runWatch } from '../shared/cluster/watch.ts';
import { findApplicationId } from '../shared/core/application.ts';
import { SECOND, systemClock } from '../shared/core/clock.ts';
import { type Config, readConfig } from '../shared/core/config.ts';
import { openRest } from '../shared/core/discord.ts';
import { AppError } from '../shared/core/errors.ts';
import { type Lifecycle, runProcess } from '../shared/core/lifecycle.ts';
import { type Log, openLog } from '../shared/core/log.ts';
import { openMetrics, pushMetrics } from '../shared/core/metrics.ts';
import { originOf } from '../shared/core/origin.ts';
import { openQueues } from '../shared/core/queues.ts';
import { openRedis } from '../shared/core/redis.ts';
import { claimPartitions } from '../shared/db/installation.ts';
import { isAway, type Knex, openDatabase } from '../shared/db/knex.ts';
import { collectErrors } from '../shared/errors/collect.ts';
import { buildApp } from './app.ts';
import type { Additions, State } from './context.ts';
import { openLive } from './live/live.ts';
import { openBoard } from './ops/queues.ts';

const patience = 10 * SECOND; // the longest that a page waits for anything; PM2 kills after 30 s

/** The web process: any number of them share a port under PM2's cluster mode. */
async function start(config: Config, log: Log, lifecycle: Lifecycle): Promise<void> {
  const db = openDatabase(config.DATABASE_URL, { name: 'smarter-dev web' });
  lifecycle.onStop('postgres', () => db.destroy());
  lifecycle.onStop('errors', errors.keepIn({ db, log }).close);
  const own = {
    process: name,
    role: 'web',
    siblings: config.WEB_PROCESSES,
    dataDir: config.DATA_DIR,
  } as const;
  const heartbeat = startHeartbeat({ db, log, clock: systemClock }, own);
  lifecycle.onStop('heartbeat', heartbeat.close);
  await claim(db, config, log);
  const redis = openRedis(config, log);
  lifecycle.onStop('redis', () => redis.disconnect());
  const metrics = openMetrics();
  lifecycle.onStop('metrics', pushMetrics(redis, name, metrics, log));
  const board = openBoard({ redis, log }, config.PARTITIONS);
  lifecycle.onStop('queue board', () => board.close());
  const queues = openQueues(redis, log);
  lifecycle.onStop('queues', () => queues.close());
  const partitions = config.PARTITIONS;
  const viewers = config.WEB_PROCESSES;
  const recorder = openRecorder({ queue: queues.queue, partitions, log, metrics, viewers });
  lifecycle.onStop('recorder', () => recorder.close());
  const shared = { db, redis, log, clock: systemClock, queue: queues.queue, partitions };
  const listener = { ...shared, webhook: config.ALARM_WEBHOOK, origin: originOf(config) };
  const watch = runWatch(
    { ...shared, heartbeat },
    { tell: openTeller(listener), outage: openOutage(listener) },
  );
  lifecycle.onStop('watch', () => watch.close());
  const live = openLive(shared);
  const applicationId = await askApplicationId(config, log);
  const app = buildApp({ ...shared, config, metrics, board, live, applicationId, recorder });
  const server = await listen(app, config);
  lifecycle.onStop('server', () => {
    live.close();
    return close(server);
  });
  lifecycle.onStop('leaving', heartbeat.leave);
  log.info({ bind: config.WEB_BIND, port: config.WEB_PORT }, 'listening');
}

/** The panel says what is amiss also where Postgres is away; `/readyz` then compares the number once it answers. */
async function claim(db: Knex, { PARTITIONS }: Config, log: Log): Promise<void> {
  await claimPartitions(db, PARTITIONS).catch((error: unknown) => {
    if (!isAway(error)) throw error;
    log.warn({ err: error }, 'whether PARTITIONS is that of the database cannot be seen yet');
  });
}

/** The panel serves also where Discord, or the token, does not. */
async function askApplicationId(config: Config, log: Log): Promise<string | undefined> {
  if (!config.DISCORD_TOKEN) return undefined;
  try {
    return await findApplicationId(openRest(config), config.DISCORD_TOKEN, log);
  } catch (error) {
    log.warn({ err: error }, 'who the bot is could not be found out: set-up checks stay incomplete');
    return undefined;
  }
}

async function listen(app: Koa<State, Additions>, { WEB_BIND, WEB_PORT }: Config): Promise<Server> {
  const server = createServer(app.callback());
  server.listen(WEB_PORT, WEB_BIND);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new AppError('bad-config', {
      message: `Cannot listen on ${WEB_BIND}:${WEB_PORT}; free it or set WEB_PORT and WEB_BIND.`,
      cause,
    });
  }
  return server;
}

/** Answers what has come in, nothing new; connections that are idle are closed, and soon those that do not end. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  const end = setTimeout(() => server.closeAllConnections(), patience);
  await closed;
  clearInterval(sweep);
  clearTimeout(end);
}

const name = `web-${hostname()}-${process.env.NODE_APP_INSTANCE ?? '0'}`;
const errors = collectErrors();
await runProcess(openLog(name, 'info', { errors }), async (lifecycle) => {
  const config = readConfig();
  await start(config, openLog(name, config.LOG_LEVEL, { errors }), lifecycle);
});
