import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { SECOND } from '../../shared/core/clock.ts';
import type { Knex } from '../../shared/db/knex.ts';
import type { Chance } from '../../shared/testing/economy/chance.ts';
import type { Sandbox } from '../sandbox/index.ts';
import type { Say } from '../services/service.ts';
import { amidBan, amidCase } from './moments.ts';
import type { Victim } from './process.ts';
import type { Grounds } from './services.ts';

interface Stage {
  sandbox: Sandbox;
  db: Knex;
  grounds: Grounds;
  redis: Redis;
  shard: Victim;
  worker: Victim;
  effects: Victim;
  chance: Chance;
  say: Say;
  /** When Redis was emptied; milliseconds since 1970. */
  emptied: number[];
}

/** What was played. */
export interface Played {
  troubles: { from: number; to: number }[];
  emptied: number[];
}

const postgresAway = 20 * SECOND;

/** What goes wrong, in order; each returns when it is over. */
const troubles: { what: string; run(stage: Stage): Promise<void> }[] = [
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
  {
    what: 'Redis is restarted',
    async run({ grounds }) {
      await grounds.takeRedis();
      await grounds.returnRedis();
    },
  },
  { what: 'Redis is emptied', run: empty },
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
    async run({ worker, effects, ...stage }) {
      await Promise.all([worker.kill(), effects.kill()]);
      await empty(stage);
      await Promise.all([worker.start(), effects.start()]);
    },
  },
  {
    what: 'everything is killed, and started again',
    async run({ grounds, shard, worker, effects }) {
      const all = [shard, worker, effects];
      await Promise.all(all.map((each) => each.kill()));
      await Promise.all([grounds.takeRedis(), grounds.takePostgres()]);
      await Promise.all([grounds.returnRedis(), grounds.returnPostgres()]);
      await Promise.all(all.map((each) => each.start()));
    },
  },
];

/** One trouble after another, with some seconds of calm between, until the time is up; again from the first where it is not. */
export async function play(given: Omit<Stage, 'emptied'>, duration: number): Promise<Played> {
  const stage: Stage = { ...given, emptied: [] };
  const end = performance.now() + duration;
  const longest = postgresAway + 10 * SECOND;
  const played: Played['troubles'] = [];
  while (played.length < troubles.length || performance.now() < end - longest) {
    await sleep((4 + 4 * stage.chance.next()) * SECOND);
    const trouble = troubles[played.length % troubles.length];
    stage.say(`${trouble?.what} …`);
    const from = Date.now();
    await trouble?.run(stage);
    played.push({ from, to: Date.now() });
  }
  await sleep(Math.max(0, end - performance.now()));
  return { troubles: played, emptied: stage.emptied };
}

async function replace(victim: Victim): Promise<void> {
  await victim.kill();
  await victim.start();
}

async function empty({ redis, emptied }: Pick<Stage, 'redis' | 'emptied'>): Promise<void> {
  await redis.flushall();
  emptied.push(Date.now());
}
