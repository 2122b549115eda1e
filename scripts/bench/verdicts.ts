import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type Ground, keep, onGround, say } from './ground.ts';
import { Done, type Latency, latencyOf, summarise } from './latency.ts';
import { node, prepare, warmUp } from './pipelines.ts';
import { run } from './process.ts';
import { giveRules } from './rules.ts';
import type { VerdictLoad } from './verdict-source.ts';

/** How soon after a forbidden message's frame Discord is asked to act, with ten rules in every guild, under steady messages. */
export async function benchVerdicts(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '30' },
      messages: { type: 'string', default: '1000' },
      offences: { type: 'string', default: '10' },
      guilds: { type: 'string', default: '1000' },
      members: { type: 'string', default: '15000' },
    },
  });
  const load: VerdictLoad = {
    messagesPerSecond: Number(values.messages),
    offencesPerSecond: Number(values.offences), // with what follows each, below the 50 requests/s that Discord takes
    seconds: Number(values.seconds),
    guilds: Number(values.guilds),
    members: Number(values.members),
  };
  await onGround(async (ground) => {
    const results: Latency[] = [];
    for (let round = 1; round <= Number(values.rounds); round++) {
      const result = await once(ground, load);
      results.push(result);
      say(`round ${round}: ${JSON.stringify(result)}`);
    }
    const figures = summarise('frame to request', results, { p50: '≤ 8', p99: '≤ 40' });
    keep('verdicts.json', { at: new Date().toISOString(), cores: cpus().length, load, figures });
    console.table(figures);
  });
}

/** One shard, one worker, one process for effects. */
async function once({ db, redis, environment }: Ground, load: VerdictLoad): Promise<Latency> {
  await prepare({ db, redis, load });
  await giveRules(db, 10);
  const source = run('scripts/bench/verdict-source.js', { args: [JSON.stringify(load)] });
  const { port } = await source.said('ready');
  const env = environment(`http://127.0.0.1:${port}/api`, 'MQ.bench.bench');
  const identified = source.said('identified');
  const worker = run('workers/main.js', { env, node });
  await worker.said('ready');
  const effects = run('workers/main.js', { env, node, args: ['effects'] });
  await effects.said('ready');
  const shard = run('shards/main.js', { env, node });
  try {
    await identified;
    await warmUp(source, redis);
    const done = source.said('done');
    source.child.send('go');
    const { latencies, unanswered } = Done.parse(await done);
    return latencyOf(latencies, unanswered);
  } finally {
    for (const process of [shard, worker, effects, source]) await process.stop();
  }
}
