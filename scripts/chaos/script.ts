import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { SECOND } from '../../shared/core/clock.ts';
import type { Chance } from '../../shared/testing/economy/chance.ts';
import type { Say } from '../services/service.ts';
import type { Victim } from './process.ts';
import type { Grounds } from './services.ts';

interface Stage {
  grounds: Grounds;
  redis: Redis;
  worker: Victim;
  effects: Victim;
  chance: Chance;
  say: Say;
}

const postgresAway = 20 * SECOND;

/** What goes wrong, in order; each returns when it is over. */
const troubles: { what: string; run(stage: Stage): Promise<void> }[] = [
  { what: 'kill -9 of the worker', run: ({ worker }) => replace(worker) },
  { what: 'kill -9 of effects', run: ({ effects }) => replace(effects) },
  {
    what: 'Redis is restarted',
    async run({ grounds }) {
      await grounds.takeRedis();
      await grounds.returnRedis();
    },
  },
  { what: 'Redis is emptied', run: async ({ redis }) => void (await redis.flushall()) },
  {
    what: 'Postgres is away for 20 s',
    async run({ grounds }) {
      await grounds.takePostgres();
      await sleep(postgresAway);
      await grounds.returnPostgres();
    },
  },
  {
    what: 'kill -9 of the worker and of effects, and Redis is emptied',
    async run({ worker, effects, redis }) {
      await Promise.all([worker.kill(), effects.kill()]);
      await redis.flushall();
      await Promise.all([worker.start(), effects.start()]);
    },
  },
];

/** One trouble after another, with some seconds of calm between, until the time is up; again from the first where it is not. */
export async function play(stage: Stage, duration: number): Promise<number> {
  const end = performance.now() + duration;
  const longest = postgresAway + 10 * SECOND;
  let played = 0;
  for (; played < troubles.length || performance.now() < end - longest; played++) {
    await sleep((4 + 4 * stage.chance.next()) * SECOND);
    const trouble = troubles[played % troubles.length];
    stage.say(`${trouble?.what} …`);
    await trouble?.run(stage);
  }
  await sleep(Math.max(0, end - performance.now()));
  return played;
}

async function replace(victim: Victim): Promise<void> {
  await victim.kill();
  await victim.start();
}
