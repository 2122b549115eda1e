import { Redis } from 'ioredis';
import { noRecorder } from '../../shared/analytics/recorder.ts';
import { noTallies } from '../../shared/analytics/tallies.ts';
import { silent } from '../../shared/core/log.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import { openQueues } from '../../shared/core/queues.ts';
import { runEvents } from './run.ts';

/**
 * A worker process for tests to kill. What a message says decides what happens to it: `die` kills the process,
 * `wait` is never done, anything else is noted in the Redis list `handled`.
 */
const redis = new Redis(process.argv[2] ?? '', { maxRetriesPerRequest: null });
const parts = { log: silent, metrics: openMetrics(), tallies: noTallies, recorder: noRecorder };
const context = { ...parts, redis, partitions: 1, ...openQueues(redis, silent) };

runEvents(
  context,
  {
    MESSAGE_CREATE: async ({ redis }, { events }) => {
      process.send?.('handling');
      for (const { id, d } of events) {
        if (d.content === 'die') process.kill(process.pid, 'SIGKILL');
        if (d.content === 'wait') await new Promise(() => {});
        await redis.rpush('handled', id);
      }
    },
  },
  { lockDuration: 600, stalledInterval: 200 },
);
