import { after, before } from 'mocha';
import { openPanel } from '../../scripts/screenshots/panel.ts';
import { type Clock, systemClock } from '../../shared/core/clock.ts';
import type { Config } from '../../shared/core/config.ts';
import { keys } from '../../shared/core/keys.ts';
import { silent } from '../../shared/core/log.ts';
import { openRedis } from '../../shared/core/redis.ts';
import { openDatabase } from '../../shared/db/knex.ts';
import { type TestDatabase, useDatabase } from '../../shared/testing/database.ts';
import { type TestRedis, useRedis } from '../../shared/testing/redis.ts';
import type { Deps } from '../context.ts';
import { type Browser, openBrowser } from './browser.ts';

export interface TestPanel {
  database: TestDatabase;
  redis: TestRedis;
  /** A visitor with cookies of their own. */
  visit(): Browser;
  readonly origin: string;
  /** Ours. */
  clock: Clock;
  /** Moves the clock that sessions are measured by, ours and that of Redis. */
  travel(ms: number): Promise<void>;
}

type Given = Partial<Deps['config'] & Pick<Config, 'DATABASE_URL' | 'REDIS_URL'> & Pick<Deps, 'log'>>;

/**
 * The whole web tier on a port of its own, over real services, or over those at the given URLs; call it inside
 * `describe`. A function is asked once the hooks before its own have run.
 */
export function usePanel(wanted: Given | (() => Given) = {}): TestPanel {
  const database = useDatabase();
  const redis = useRedis();
  let ahead = 0;
  let origin = '';
  let close: () => Promise<void> = async () => {};
  const clock: Clock = () => systemClock() + ahead;

  before(async () => {
    const asked = typeof wanted === 'function' ? wanted() : wanted;
    const { DATABASE_URL, REDIS_URL, log = silent, ...given } = asked;
    const db = DATABASE_URL ? openDatabase(DATABASE_URL) : database.db;
    const client = REDIS_URL ? openRedis({ REDIS_URL, REDIS_CLUSTER: false }, silent) : redis.redis;
    const panel = await openPanel({ db, redis: client, clock, log }, given);
    origin = panel.origin;
    close = async () => {
      await panel.close();
      if (REDIS_URL) client.disconnect();
      if (DATABASE_URL) await db.destroy();
    };
  });
  after(() => close());
  return {
    database,
    redis,
    clock,
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
