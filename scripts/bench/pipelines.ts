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
  /** The same CPU by process. */
  parts: Record<string, number>;
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
    return measure(stage, { client }, () => done);
  },
  naive: async (stage: Stage): Promise<Result> => {
    await clear(stage);
    const worker = run('scripts/bench/naive-worker.js', [], stage.env);
    const shard = run('scripts/bench/naive-shard.js', [stage.api], stage.env);
    return measure(stage, { shard, worker }, () => emptied(stage, 'naive', 'bull'));
  },
  spine: async (stage: Stage): Promise<Result> => {
    await clear(stage);
    const worker = run('workers/main.js', [], stage.env);
    await worker.said('ready');
    const shard = run('shards/main.js', [], stage.env);
    return measure(stage, { shard, worker }, () => emptied(stage, 'events', '{0/1}'));
  },
};

async function measure(
  stage: Stage,
  running: Record<string, Running>,
  isDone: () => Promise<unknown>,
): Promise<Result> {
  await stage.source.said('identified');
  await new Promise((resolve) => setTimeout(resolve, 1_000)); // start-up is not what is measured
  const pids = Object.entries(running).map(([name, { pid }]) => ({ name, pid }));
  if (!('client' in running)) pids.push({ name: 'redis', pid: stage.redisPid });
  const before = pids.map(({ pid }) => cpuOf(pid));
  const start = performance.now();
  stage.source.child.send('go');
  await isDone();
  const seconds = (performance.now() - start) / 1_000;
  const { messages } = stage.load;
  const parts = pids.map(
    ({ name, pid }, i) => [name, ((cpuOf(pid) - (before[i] ?? 0)) * 1_000) / messages] as const,
  );
  for (const process of Object.values(running)) await process.stop();
  const cpuMicros = parts.reduce((sum, [, micros]) => sum + micros, 0);
  return { perSecond: messages / seconds, cpuMicros, parts: Object.fromEntries(parts) };
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
