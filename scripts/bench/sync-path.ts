import { setTimeout as sleep } from 'node:timers/promises';
import { latestRun, wantRuns } from '../../shared/sync/runs.ts';
import { cpuOf } from './cpu.ts';
import type { Ground } from './ground.ts';
import { peakDuring, residentOf } from './memory.ts';
import { type Running, run } from './process.ts';
import { emptyTables, seedKnown } from './sync-tables.ts';

const node = ['--single-threaded-gc', '--max-semi-space-size=32']; // as ecosystem.config.js runs them

export interface Loaded {
  perSecond: number;
  /** Milliseconds of CPU of shard, worker, Redis and of Discord's stand-in. */
  cpu: Record<string, number>;
  /** How much resident memory rose above what it was before, bytes. */
  rise: Record<string, number>;
}

/** The whole path: a guild of that many members, loaded from the gateway into rows, by a shard and a worker process. */
export async function loadGuild(ground: Ground, members: number): Promise<Loaded> {
  await emptyTables(ground);
  const discord = run('scripts/bench/sync-discord.js', { args: [String(members)] });
  const started: Running[] = [discord];
  try {
    const { api, token, guild } = await discord.said('ready');
    const env = ground.environment(String(api), String(token));
    await seedKnown(ground, String(guild), members);
    const worker = run('workers/main.js', { env, node });
    started.push(worker);
    await worker.said('ready');
    const shard = run('shards/main.js', { env, node });
    started.push(shard);
    await shard.said('ready');
    await sleep(3_000); // start-up is not what is measured
    return await measure(ground, String(guild), members, { shard, worker, discord });
  } finally {
    for (const each of started.reverse()) await each.stop();
  }
}

async function measure(
  ground: Ground,
  guild: string,
  members: number,
  processes: Record<string, Running>,
): Promise<Loaded> {
  const pids = {
    ...Object.fromEntries(Object.entries(processes).map(([name, { pid }]) => [name, pid])),
    redis: ground.redisPid,
  };
  const each = (look: (pid: number) => number) => Object.values(pids).map(look);
  const [cpu, resident] = [each(cpuOf), each(residentOf)];
  const start = performance.now();
  await wantRuns(ground, [{ guild, reason: 'panel', requestedBy: null }]);
  const peaks = await peakDuring(Object.values(pids), finished(ground, guild));
  const seconds = (performance.now() - start) / 1_000;
  const spent = each(cpuOf);
  const [{ count } = { count: 0 }] = await ground
    .db('guild_members')
    .where({ guild_id: guild, active: true })
    .count('* as count');
  if (Number(count) !== members) throw new Error(`there are ${count} rows of ${members} members`);
  const named = (value: (i: number) => number) =>
    Object.fromEntries(Object.keys(pids).map((name, i) => [name, value(i)]));
  return {
    perSecond: members / seconds,
    cpu: named((i) => (spent[i] ?? 0) - (cpu[i] ?? 0)),
    rise: named((i) => (peaks[i] ?? 0) - (resident[i] ?? 0)),
  };
}

async function finished({ db }: Ground, guild: string): Promise<void> {
  for (;;) {
    const run = await latestRun({ db }, guild);
    if (run && run.attempt > 1) throw new Error('the load had to begin again');
    if (run?.state === 'done') return;
    if (run?.finishedAt) throw new Error(`the load ended as ${run.state}: ${run.why}`);
    await sleep(20);
  }
}
