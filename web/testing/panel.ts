import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before } from 'mocha';
import { type Clock, systemClock } from '../../shared/core/clock.ts';
import type { Config } from '../../shared/core/config.ts';
import { keys } from '../../shared/core/keys.ts';
import { silent } from '../../shared/core/log.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import { openRedis } from '../../shared/core/redis.ts';
import { openDatabase } from '../../shared/db/knex.ts';
import { type TestDatabase, useDatabase } from '../../shared/testing/database.ts';
import { type TestRedis, useRedis } from '../../shared/testing/redis.ts';
import { buildApp } from '../app.ts';
import type { Deps } from '../context.ts';
import { openLiveGuilds } from '../live/guilds.ts';
import { openBoard } from '../ops/queues.ts';
import { type Browser, openBrowser } from './browser.ts';

export interface TestPanel {
  database: TestDatabase;
  redis: TestRedis;
  /** A visitor with cookies of their own. */
  visit(): Browser;
  readonly origin: string;
  /** Moves the clock that sessions are measured by, ours and that of Redis. */
  travel(ms: number): Promise<void>;
}

type Given = Partial<Deps['config'] & Pick<Config, 'DATABASE_URL' | 'REDIS_URL'>>;

/**
 * The whole web tier on a port of its own, over real services, or over those at the given URLs; call it inside
 * `describe`.
 */
export function usePanel({ DATABASE_URL, REDIS_URL, ...given }: Given = {}): TestPanel {
  const database = useDatabase();
  const redis = useRedis();
  const config = {
    SECRET: 'x'.repeat(32),
    TRUST_PROXY: false,
    WEB_ORIGIN: undefined,
    METRICS_TOKEN: undefined,
    ...given,
  };
  let ahead = 0;
  let origin = '';
  let close: () => Promise<void> = async () => {};
  const clock: Clock = () => systemClock() + ahead;

  before(async () => {
    const db = DATABASE_URL ? openDatabase(DATABASE_URL) : database.db;
    const client = REDIS_URL ? openRedis({ REDIS_URL, REDIS_CLUSTER: false }, silent) : redis.redis;
    const board = openBoard({ redis: client, log: silent }, 2);
    const live = openLiveGuilds({ db, log: silent }, 20);
    const metrics = openMetrics();
    const server = createServer(
      buildApp({ config, log: silent, clock, db, redis: client, metrics, board, live }).callback(),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = async () => {
      live.close();
      server.closeAllConnections();
      server.close();
      if (REDIS_URL) client.disconnect();
      await board.close();
      if (DATABASE_URL) await db.destroy();
    };
  });
  after(() => close());
  return {
    database,
    redis,
    visit: () => openBrowser(origin),
    get origin() {
      return origin;
    },
    async travel(ms) {
      ahead += ms;
      for (const key of await redis.redis.keys(keys.session('*')))
        await redis.redis.pexpire(key, Math.round((await redis.redis.pttl(key)) - ms));
    },
  };
}
