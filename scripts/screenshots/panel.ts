import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openRecorder } from '../../shared/analytics/recorder.ts';
import { silent } from '../../shared/core/log.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import { openQueues } from '../../shared/core/queues.ts';
import { snowflakeAt } from '../../shared/core/snowflake.ts';
import { buildApp } from '../../web/app.ts';
import type { Deps } from '../../web/context.ts';
import { openLive } from '../../web/live/live.ts';
import { openBoard } from '../../web/ops/queues.ts';

/** Whose set-up the checks look at. */
export const demoApplicationId = snowflakeAt(Date.UTC(2020, 0, 1));

export interface Panel {
  origin: string;
  /** Leaves open what was handed in. */
  close(): Promise<void>;
}

/** Signs what panels of tests and screenshots sign. */
export const demoSecret = 'x'.repeat(32);

const own = {
  DISCORD_API: 'https://discord.com/api',
  SECRET: demoSecret,
  TRUST_PROXY: false,
  WEB_ORIGIN: undefined,
  METRICS_TOKEN: undefined,
  WEBHOOKS_PRIVATE: false,
};

const partitions = 2;

/** The whole web tier on a free port of the loopback interface, in this process. */
export async function openPanel(
  { db, redis, clock, log = silent }: Pick<Deps, 'db' | 'redis' | 'clock'> & Partial<Pick<Deps, 'log'>>,
  given: Partial<Deps['config']> = {},
): Promise<Panel> {
  const board = openBoard({ redis, log: silent }, partitions);
  const queues = openQueues(redis, silent);
  const metrics = openMetrics();
  const recorder = openRecorder({ queue: queues.queue, partitions, log: silent, metrics }, 50);
  const live = openLive({ db, redis, queue: queues.queue, partitions, clock, log: silent }, 20);
  const parts = {
    log,
    clock,
    db,
    redis,
    metrics,
    board,
    live,
    recorder,
    applicationId: demoApplicationId,
    queue: queues.queue,
    partitions,
  };
  const server = createServer(buildApp({ config: { ...own, ...given }, ...parts }).callback());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      live.close();
      server.closeAllConnections();
      server.close();
      await recorder.close();
      await Promise.all([board.close(), queues.close()]);
    },
  };
}
