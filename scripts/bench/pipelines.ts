import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { DAY } from '../../shared/core/clock.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { cpuOf } from './cpu.ts';
import { type Load, memberOf, sentinel } from './frames.ts';
import { type Running, run } from './process.ts';
import { giveRules } from './rules.ts';

/** What a run over a load took. CPU: of the pipeline's processes and Redis; Postgres and the source are apart. */
export interface Result {
  perSecond: number;
  cpuMicros: number;
  /** The same CPU by process. */
  parts: Record<string, number>;
  /** Times that Redis read from a client, for each message. */
  trips: number;
}

export interface Stage {
  source: Running;
  api: string;
  load: Load;
  /** How many rules every guild has. */
  rules: number;
  redis: Redis;
  redisPid: number;
  db: Knex;
  env: Record<string, string>;
}

export const node = ['--single-threaded-gc', '--max-semi-space-size=32']; // as ecosystem.config.js runs them

/** The pipelines under measurement. Each leaves nothing running and clears what it stored before it starts. */
export const pipelines = {
  bare: async (stage: Stage): Promise<Result> => {
    const client = run('scripts/bench/bare.js', { args: [stage.api, String(stage.load.messages)] });
    const done = client.said('done');
    return measure(stage, { client }, () => done);
  },
  naive: async (stage: Stage): Promise<Result> => {
    await prepare(stage);
    const worker = run('scripts/bench/naive-worker.js', { env: stage.env, args: [String(stage.rules)] });
    const shard = run('scripts/bench/naive-shard.js', { args: [stage.api], env: stage.env });
    return measure(stage, { shard, worker }, () => emptied(stage, 'bull:naive'));
  },
  spine: async (stage: Stage): Promise<Result> => {
    await prepare(stage);
    if (stage.rules > 0) await giveRules(stage.db, stage.rules);
    const worker = run('workers/main.js', { env: stage.env, node });
    await worker.said('ready');
    const shard = run('shards/main.js', { env: stage.env, node });
    return measure(stage, { shard, worker }, () => emptied(stage, '{0/1}:events'));
  },
};

async function measure(
  stage: Stage,
  running: Record<string, Running>,
  isDone: () => Promise<unknown>,
): Promise<Result> {
  await stage.source.said('identified');
  await sleep(1_000); // start-up is not what is measured
  const pids = Object.entries(running).map(([name, { pid }]) => ({ name, pid }));
  if (!('client' in running)) pids.push({ name: 'redis', pid: stage.redisPid });
  const before = pids.map(({ pid }) => cpuOf(pid));
  const readsBefore = await readsOf(stage.redis);
  const start = performance.now();
  stage.source.child.send('go');
  await isDone();
  const seconds = (performance.now() - start) / 1_000;
  const { messages } = stage.load;
  const trips = ((await readsOf(stage.redis)) - readsBefore) / messages;
  const parts = pids.map(
    ({ name, pid }, i) => [name, ((cpuOf(pid) - (before[i] ?? 0)) * 1_000) / messages] as const,
  );
  for (const process of Object.values(running)) await process.stop();
  const cpuMicros = parts.reduce((sum, [, micros]) => sum + micros, 0);
  return { perSecond: messages / seconds, cpuMicros, parts: Object.fromEntries(parts), trips };
}

/** Lets every member write once, and waits until all of that is done: neither start-up nor cold caches are measured. */
export async function warmUp(source: Running, redis: Redis): Promise<void> {
  const warm = source.said('warm');
  source.child.send('warm');
  await warm;
  for (let quiet = 0; quiet < 20; quiet++) {
    await sleep(50);
    const counts = await Promise.all(['wait', 'active'].map((state) => redis.llen(`{0/1}:events:${state}`)));
    if (counts.some((count) => count > 0)) quiet = 0;
  }
}

async function readsOf(redis: Redis): Promise<number> {
  return Number(/total_reads_processed:(\d+)/.exec(await redis.info('stats'))?.[1]);
}

/** Nothing waits or is under way in the queue, and the sentinel's award is persisted. Looks rarely and cheaply. */
async function emptied({ db, redis }: Stage, queue: string): Promise<void> {
  for (;;) {
    await sleep(50);
    const [waiting, active] = await Promise.all([redis.llen(`${queue}:wait`), redis.llen(`${queue}:active`)]);
    if (waiting + active > 0) continue;
    if (await db('bytes').where({ receiver_id: sentinel, kind: 'daily' }).first('id')) return;
  }
}

/** A day like any other: empty queues and caches, and members who were paid yesterday. */
export async function prepare({
  db,
  redis,
  load,
}: Pick<Stage, 'db' | 'redis'> & { load: Pick<Load, 'members' | 'guilds'> }): Promise<void> {
  await redis.flushall();
  await db.raw(
    'TRUNCATE role_grants, bytes_configs, bytes, guild_members, discord_users, guilds, bot_statuses CASCADE',
  );
  const members = JSON.stringify(Array.from({ length: load.members }, (_, n) => memberOf(n, load.guilds)));
  const from = 'FROM jsonb_to_recordset(?::jsonb) AS m (guild bigint, "user" bigint)';
  const guilds = Array.from({ length: load.guilds }, (_, n) => memberOf(n, load.guilds).guild);
  await db.raw(`INSERT INTO guilds (id, name) SELECT unnest(?::bigint[]), 'bench'`, [guilds]);
  await db.raw(`INSERT INTO discord_users (id, username) SELECT DISTINCT "user", 'bench' ${from}`, [members]);
  const yesterday = Math.floor(Date.now() / DAY) - 1;
  await db.raw(
    `INSERT INTO guild_members (guild_id, user_id, last_day, streak) SELECT guild, "user", ?, 1 ${from}`,
    [yesterday, members],
  );
  // at the rates measured here, reactions are far beyond what Discord takes (50 requests a second)
  const quiet = JSON.stringify({ announce: 'off' });
  await db.raw('INSERT INTO bytes_configs (guild_id, values) SELECT id, ?::jsonb FROM guilds', [quiet]);
  await db.raw('ANALYZE');
}
