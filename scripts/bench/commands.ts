import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { CommandLoad } from './command-source.ts';
import { type Ground, keep, onGround, say } from './ground.ts';
import { node, prepare } from './pipelines.ts';
import { run } from './process.ts';

/** Of one round: milliseconds from a command's frame to its callback. */
interface Result {
  commands: number;
  p50: number;
  p99: number;
  slowest: number;
  unanswered: number;
}

const Done = z.object({ latencies: z.array(z.number()), unanswered: z.number() });
const warmUp = 0.1; // of the answers: the first meet cold caches and code

/** How soon slash commands are answered, an account that is read and bytes that are sent in turns, under steady messages. */
export async function benchCommands(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '30' },
      messages: { type: 'string', default: '1000' },
      commands: { type: 'string', default: '20' },
      guilds: { type: 'string', default: '1000' },
      members: { type: 'string', default: '15000' },
    },
  });
  const load: CommandLoad = {
    messagesPerSecond: Number(values.messages),
    commandsPerSecond: Number(values.commands),
    seconds: Number(values.seconds),
    guilds: Number(values.guilds),
    members: Number(values.members),
  };
  await onGround(async (ground) => {
    const results: Result[] = [];
    for (let round = 1; round <= Number(values.rounds); round++) {
      const result = await once(ground, load);
      results.push(result);
      say(`round ${round}: ${JSON.stringify(result)}`);
    }
    const figures = summarise(results);
    keep('commands.json', { at: new Date().toISOString(), cores: cpus().length, load, figures });
    console.table(figures);
  });
}

/** One shard and one worker. */
async function once({ db, redis, environment }: Ground, load: CommandLoad): Promise<Result> {
  await prepare({ db, redis, load });
  await db('bytes_configs').update({ values: { announce: 'off', transferCooldownMinutes: 0 } });
  await db('guild_members').update({ balance: 1_000 });
  const source = run('scripts/bench/command-source.js', { args: [JSON.stringify(load)] });
  const { port } = await source.said('ready');
  const env = environment(`http://127.0.0.1:${port}/api`, 'MQ.bench.bench');
  const identified = source.said('identified');
  const worker = run('workers/main.js', { env, node });
  await worker.said('ready');
  const shard = run('shards/main.js', { env, node });
  try {
    await identified;
    await sleep(1_000); // start-up is not what is measured
    const done = source.said('done');
    source.child.send('go');
    const { latencies, unanswered } = Done.parse(await done);
    return resultOf(latencies.slice(Math.floor(latencies.length * warmUp)), unanswered);
  } finally {
    for (const process of [shard, worker, source]) await process.stop();
  }
}

function resultOf(latencies: number[], unanswered: number): Result {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.floor(sorted.length * share)] ?? 0);
  const slowest = round(sorted.at(-1) ?? 0);
  return { commands: sorted.length, p50: at(0.5), p99: at(0.99), slowest, unanswered };
}

/** Median and spread over the rounds, beside the targets (design §3). */
function summarise(results: Result[]): Record<string, Record<string, number | string>> {
  const spread = (name: keyof Result, target: string) => {
    const sorted = results.map((result) => result[name]).sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    return { median, least: sorted[0] ?? 0, most: sorted.at(-1) ?? 0, target };
  };
  return {
    'frame to callback, p50 (ms)': spread('p50', '≤ 10'),
    'frame to callback, p99 (ms)': spread('p99', '≤ 50'),
    'frame to callback, slowest (ms)': spread('slowest', ''),
    'commands never answered': spread('unanswered', '0'),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
