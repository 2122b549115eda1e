import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Knex } from '../../shared/db/knex.ts';
import { cpuOf } from './cpu.ts';
import { type Load, sentinel } from './frames.ts';
import { type Running, run } from './process.ts';

/** What a run over a load took. CPU: of the pipeline's processes and Redis; Postgres and the source are apart. */
export interface Result {
  perSecond: number;
  cpuMicros: number;
}

export interface Stage {
  source: Running;
  api: string;
  load: Load;
  redis: Redis;
  redisPid: number;
  db: Knex;
  env: Record<string, string>;
}

/** The pipelines under measurement. Each leaves nothing running and clears what it stored before it starts. */
export const pipelines = {
  bare: async (stage: Stage): Promise<Result> => {
    const client = run('scripts/bench/bare.js', [stage.api, String(stage.load.messages)]);
    const done = client.said('done');
    return measure(stage, [client], () => done, []);
  },
  naive: async (stage: Stage): Promise<Result> => {
    await clear(stage);
    const worker = run('scripts/bench/naive-worker.js', [], stage.env);
    const shard = run('scripts/bench/naive-shard.js', [stage.api], stage.env);
    return measure(stage, [shard, worker], () => emptied(stage, 'naive', 'bull'), [stage.redisPid]);
  },
  spine: async (stage: Stage): Promise<Result> => {
    await clear(stage);
    const worker = run('workers/main.js', [], stage.env);
    await worker.said('ready');
    const shard = run('shards/main.js', [], stage.env);
    return measure(stage, [shard, worker], () => emptied(stage, 'events', '{0/1}'), [stage.redisPid]);
  },
};

async function measure(
  stage: Stage,
  running: Running[],
  isDone: () => Promise<unknown>,
  alsoCounted: number[],
): Promise<Result> {
  await stage.source.said('identified');
  await new Promise((resolve) => setTimeout(resolve, 1_000)); // start-up is not what is measured
  const pids = [...running.map(({ pid }) => pid), ...alsoCounted];
  const cpu = cpuOf(pids);
  const start = performance.now();
  stage.source.child.send('go');
  await isDone();
  const seconds = (performance.now() - start) / 1_000;
  const cpuMicros = ((cpuOf(pids) - cpu) * 1_000) / stage.load.messages;
  for (const process of running) await process.stop();
  return { perSecond: stage.load.messages / seconds, cpuMicros };
}

/** The sentinel's award is persisted and the queue holds nothing any more. */
async function emptied({ db, redis }: Stage, name: string, prefix: string): Promise<void> {
  const queue = new Queue(name, { connection: redis, prefix });
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const last = await db('bytes').where({ receiver_id: sentinel, kind: 'daily' }).first('id');
    if (last && (await queue.getJobCountByTypes('waiting', 'active', 'delayed')) === 0) return;
  }
}

async function clear({ db, redis }: Stage): Promise<void> {
  await redis.flushall();
  await db.raw('TRUNCATE role_grants, bytes, guild_members, discord_users, guilds, bot_statuses CASCADE');
}
