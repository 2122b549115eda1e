import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../shared/core/clock.ts';
import { openQueue, type QueueName } from '../../shared/core/queues.ts';
import { everybody } from './cast.ts';
import { forgetSession, misbehave, withholdAcks } from './gateway-troubles.ts';
import { amidBan, amidCase, slowDown } from './moments.ts';
import type { Victim } from './process.ts';
import type { Played, Stage } from './stage.ts';

const postgresAway = 20 * SECOND;
const restFails = 20 * SECOND;

/**
 * What goes wrong, in order; each returns when it is over. Kills come first: then the processes live long enough to tell
 * whether what they hold grows with the troubles after.
 */
export const troubles: { what: string; run(stage: Stage, played: Played): Promise<void> }[] = [
  {
    what: 'kill -9 of the worker, amid a case that it opened',
    async run({ db, worker }) {
      await amidCase(db);
      await replace(worker);
    },
  },
  {
    what: 'kill -9 of effects, amid a ban',
    async run({ sandbox, effects }) {
      await amidBan(sandbox);
      await replace(effects);
    },
  },
  { what: 'kill -9 of the shard', run: ({ shard }) => replace(shard) },
  { what: 'kill -9 of web', run: ({ web }) => replace(web) },
  {
    what: 'Discord forgets the session, and the shard is killed a second after it began another',
    async run({ sandbox, shard }, played) {
      played.forgotten += 1;
      await forgetSession(sandbox);
      await sleep(SECOND); // the session is stored, and nobody was told of the gap yet
      await replace(shard);
    },
  },
  {
    what: 'everything is killed, and started again',
    async run({ grounds, ...stage }) {
      const all = everybody(stage);
      await Promise.all(all.map((each) => each.kill()));
      await Promise.all([grounds.takeRedis(), grounds.takePostgres()]);
      await Promise.all([grounds.returnRedis(), grounds.returnPostgres()]);
      await Promise.all(all.map((each) => each.start()));
    },
  },
  {
    what: 'kill -9 of the worker and of effects, and Redis is emptied',
    async run({ worker, effects, redis }, played) {
      await Promise.all([worker.kill(), effects.kill()]);
      await empty(redis, played);
      await Promise.all([worker.start(), effects.start()]);
    },
  },
  {
    what: 'a deploy: every process is stopped as planned and started, one after the other',
    async run(stage, { stops }) {
      for (const each of everybody(stage)) {
        stops.push({ name: each.name, code: await each.stop() });
        await each.start();
      }
    },
  },
  {
    what: 'Redis is restarted',
    async run({ grounds }) {
      await grounds.takeRedis();
      await grounds.returnRedis();
    },
  },
  { what: 'Redis is emptied', run: ({ redis }, played) => empty(redis, played) },
  {
    what: 'Postgres is away for 20 s',
    async run({ grounds }) {
      await grounds.takePostgres();
      await sleep(postgresAway);
      await grounds.returnPostgres();
    },
  },
  { what: 'the gateway misbehaves', run: misbehave },
  { what: 'the gateway acknowledges no heartbeat', run: ({ sandbox }) => withholdAcks(sandbox) },
  {
    what: 'every fourth request of REST fails for 20 s: 5xx, 429, no answer, or only the answer is lost',
    async run({ sandbox, chance }) {
      const rates = { 500: 0.04, 502: 0.03, 503: 0.03, 429: 0.07, timeout: 0.02, lost: 0.06 };
      sandbox.trouble.faultRest({ rates, seed: chance.below(1_000) });
      await sleep(restFails);
      slowDown(sandbox); // in its place
    },
  },
];

async function replace(victim: Victim): Promise<void> {
  await victim.kill();
  await victim.start();
}

async function readWaiting(redis: Stage['redis'], name: QueueName): Promise<string[]> {
  const queue = openQueue(name, { index: 0, of: 1 }, redis);
  const jobs = await queue.getJobs();
  await queue.close();
  return jobs.map(({ data }) => JSON.stringify(data));
}

async function empty(redis: Stage['redis'], { emptied, swept }: Played): Promise<void> {
  const waiting = await Promise.all([readWaiting(redis, 'events'), readWaiting(redis, 'records')]);
  swept.push(...waiting.flat());
  await redis.flushall();
  emptied.push(Date.now());
}
