import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { hostname } from 'node:os';
import type Koa from 'koa';
import { findApplicationId } from '../shared/core/application.ts';
import { SECOND, systemClock } from '../shared/core/clock.ts';
import { type Config, readConfig } from '../shared/core/config.ts';
import { openRest } from '../shared/core/discord.ts';
import { AppError } from '../shared/core/errors.ts';
import { type Lifecycle, runProcess } from '../shared/core/lifecycle.ts';
import { type Log, openLog } from '../shared/core/log.ts';
import { openMetrics, pushMetrics } from '../shared/core/metrics.ts';
import { openQueues } from '../shared/core/queues.ts';
import { openRedis } from '../shared/core/redis.ts';
import { openDatabase } from '../shared/db/knex.ts';
import { buildApp } from './app.ts';
import type { Additions, State } from './context.ts';
import { openLive } from './live/live.ts';
import { openBoard } from './ops/queues.ts';

const patience = 10 * SECOND; // the longest that a page waits for anything; PM2 kills after 30 s

/** The web process: any number of them share a port under PM2's cluster mode. */
async function start(config: Config, log: Log, lifecycle: Lifecycle): Promise<void> {
  const db = openDatabase(config.DATABASE_URL, { name: 'smarter-dev web' });
  lifecycle.onStop('postgres', () => db.destroy());
  const redis = openRedis(config, log);
  lifecycle.onStop('redis', () => redis.disconnect());
  const metrics = openMetrics();
  lifecycle.onStop('metrics', pushMetrics(redis, name, metrics, log));
  const board = openBoard({ redis, log }, config.PARTITIONS);
  lifecycle.onStop('queue board', () => board.close());
  const queues = openQueues(redis, log);
  lifecycle.onStop('queues', () => queues.close());
  const live = openLive({ db, redis, log, clock: systemClock });
  const applicationId = await askApplicationId(config, log);
  const parts = { config, log, clock: systemClock, db, redis, metrics, board, live, applicationId };
  const app = buildApp({ ...parts, queue: queues.queue, partitions: config.PARTITIONS });
  const server = await listen(app, config);
  lifecycle.onStop('server', () => {
    live.close();
    return close(server);
  });
  log.info({ bind: config.WEB_BIND, port: config.WEB_PORT }, 'listening');
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
await runProcess(openLog(name, 'info'), async (lifecycle) => {
  const config = readConfig();
  await start(config, openLog(name, config.LOG_LEVEL), lifecycle);
});
