import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Knex } from '../../shared/db/knex.ts';
import { type Ground, keep, onGround, say } from './ground.ts';
import { type Latency, latencyOf, summarise } from './percentiles.ts';
import { node, prepare, warmUp } from './pipelines.ts';
import { run } from './process.ts';
import type { SteadyLoad } from './steady.ts';

/** What is measured beside steady messages: from when its frame is written until Discord is asked for what is due. */
interface Measured<L extends SteadyLoad> {
  /** Of its file in `.data/bench`. */
  name: string;
  what: string;
  /** Milliseconds (design §3). */
  targets: { p50: string; p99: string };
  /** The option that says how many of it are sent a second. */
  rate: { option: string; usual: number };
  load(steady: SteadyLoad, rate: number): L;
  prepare(db: Knex): Promise<unknown>;
  /** The process that sends the load and notes the answers. */
  source: string;
  /** Arguments of each process of workers; one shard is there as well. */
  workers: string[][];
}

/** What a source says at the end. */
const Done = z.object({ latencies: z.array(z.number()), unanswered: z.number() });

export function benchLatency<L extends SteadyLoad>(measured: Measured<L>): (args: string[]) => Promise<void> {
  const { name, what, targets } = measured;
  return async (args) => {
    const { rounds, load } = read(measured, args);
    await onGround(async (ground) => {
      const results: Latency[] = [];
      for (let round = 1; round <= rounds; round++) {
        const result = await once(ground, measured, load);
        results.push(result);
        say(`round ${round}: ${JSON.stringify(result)}`);
      }
      const figures = summarise(what, results, targets);
      keep(`${name}.json`, { at: new Date().toISOString(), cores: cpus().length, load, figures });
      console.table(figures);
    });
  };
}

function read<L extends SteadyLoad>({ rate, load }: Measured<L>, args: string[]) {
  const usual = { rounds: 3, seconds: 30, messages: 1_000, guilds: 1_000, members: 15_000 };
  const options = Object.entries({ ...usual, [rate.option]: rate.usual }).map(
    ([name, value]) => [name, { type: 'string', default: String(value) }] as const,
  );
  const { values } = parseArgs({ args, options: Object.fromEntries(options) });
  const given = (name: string) => Number(values[name]);
  const steady: SteadyLoad = {
    messagesPerSecond: given('messages'),
    seconds: given('seconds'),
    guilds: given('guilds'),
    members: given('members'),
  };
  return { rounds: given('rounds'), load: load(steady, given(rate.option)) };
}

async function once<L extends SteadyLoad>(
  { db, redis, environment }: Ground,
  measured: Measured<L>,
  load: L,
): Promise<Latency> {
  await prepare({ db, redis, load });
  await measured.prepare(db);
  const source = run(measured.source, { args: [JSON.stringify(load)] });
  const { port } = await source.said('ready');
  const env = environment(`http://127.0.0.1:${port}/api`, 'MQ.bench.bench');
  const identified = source.said('identified');
  const workers = measured.workers.map((args) => run('workers/main.js', { env, node, args }));
  for (const ready of workers.map((worker) => worker.said('ready'))) await ready;
  const shard = run('shards/main.js', { env, node });
  try {
    await identified;
    await warmUp(source, redis);
    const done = source.said('done');
    source.child.send('go');
    const { latencies, unanswered } = Done.parse(await done);
    return latencyOf(latencies, unanswered);
  } finally {
    for (const process of [shard, ...workers, source]) await process.stop();
  }
}
