import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { Load } from './frames.ts';
import { type Ground, keep, onGround, say } from './ground.ts';
import { pipelines, type Result } from './pipelines.ts';
import { run } from './process.ts';
import { ratios, summarise } from './report.ts';

type Values = ReturnType<typeof read>;

/** Messages per second and CPU of the whole pipeline, against a bare client and a naive pipeline. */
export async function benchThroughput(args: string[]): Promise<void> {
  const values = read(args);
  await onGround(async (ground) => {
    const results: Record<string, Result[]> = {};
    for (let round = 1; round <= Number(values.rounds); round++) {
      for (const name of values.only.split(',') as (keyof typeof pipelines)[]) {
        const result = await once(ground, values, name);
        results[name] = [...(results[name] ?? []), result];
        say(`round ${round} ${name}: ${describe(result)}`);
      }
    }
    report(values, results);
  });
}

function read(args: string[]) {
  return parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '3' },
      messages: { type: 'string', default: '600000' },
      'naive-messages': { type: 'string', default: '30000' },
      guilds: { type: 'string', default: '1000' },
      members: { type: 'string', default: '15000' },
      rules: { type: 'string', default: '0' },
      only: { type: 'string', default: 'bare,naive,spine' },
    },
  }).values;
}

async function once(
  { db, redis, redisPid, environment }: Ground,
  values: Values,
  name: keyof typeof pipelines,
): Promise<Result> {
  const messages = Number(name === 'naive' ? values['naive-messages'] : values.messages);
  // the same share of first messages of the day for every pipeline
  const members = Math.ceil((Number(values.members) * messages) / Number(values.messages));
  const load: Load = { messages, guilds: Number(values.guilds), members };
  const source = run('scripts/bench/source.js', { args: [JSON.stringify(load)] });
  const { port } = await source.said('ready');
  const api = `http://127.0.0.1:${port}/api`;
  const env = environment(api, 'MQ.bench.bench');
  try {
    const rules = Number(values.rules);
    return await pipelines[name]({ source, api, load, rules, redis, redisPid, db, env });
  } finally {
    await source.stop();
  }
}

function describe({ perSecond, cpuMicros, parts, trips }: Result): string {
  const shares = Object.entries(parts).map(([part, micros]) => `${part} ${micros.toFixed(1)}`);
  return `${Math.round(perSecond)} messages/s, ${cpuMicros.toFixed(1)} µs CPU each (${shares.join(', ')}), ${trips.toFixed(3)} round trips to Redis`;
}

function report(values: Values, results: Record<string, Result[]>): void {
  const summary = {
    at: new Date().toISOString(),
    cores: cpus().length,
    load: values,
    figures: summarise(results),
    ratios: ratios(results),
  };
  keep('throughput.json', summary);
  console.table(summary.figures);
  console.table(summary.ratios);
}
