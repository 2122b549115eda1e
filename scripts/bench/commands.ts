import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { CommandLoad } from './command-source.ts';
import { type Ground, keep, onGround, say } from './ground.ts';
import { Done, type Latency, latencyOf, summarise } from './latency.ts';
import { node, prepare, warmUp } from './pipelines.ts';
import { run } from './process.ts';

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
    const results: Latency[] = [];
    for (let round = 1; round <= Number(values.rounds); round++) {
      const result = await once(ground, load);
      results.push(result);
      say(`round ${round}: ${JSON.stringify(result)}`);
    }
    const figures = summarise('frame to callback', results, { p50: '≤ 10', p99: '≤ 50' });
    keep('commands.json', { at: new Date().toISOString(), cores: cpus().length, load, figures });
    console.table(figures);
  });
}

/** One shard and one worker. */
async function once({ db, redis, environment }: Ground, load: CommandLoad): Promise<Latency> {
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
    await warmUp(source, redis);
    const done = source.said('done');
    source.child.send('go');
    const { latencies, unanswered } = Done.parse(await done);
    return latencyOf(latencies, unanswered);
  } finally {
    for (const process of [shard, worker, source]) await process.stop();
  }
}
