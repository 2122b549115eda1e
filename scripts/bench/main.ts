import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { openDatabase } from '../../shared/db/knex.ts';
import { migrate } from '../migrate.ts';
import { startServices } from '../services/index.ts';
import type { Load } from './frames.ts';
import { pipelines, type Result } from './pipelines.ts';
import { run } from './process.ts';
import { ratios, summarise } from './report.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    messages: { type: 'string', default: '600000' },
    'naive-messages': { type: 'string', default: '30000' },
    guilds: { type: 'string', default: '1000' },
    members: { type: 'string', default: '15000' },
    only: { type: 'string', default: 'bare,naive,spine' },
  },
});
const say = (line: string) => process.stderr.write(`${line}\n`);

execFileSync(process.execPath, ['scripts/build.js'], { stdio: 'inherit' });
const services = await startServices({ dataDir: '.data/bench', say, ephemeral: true });
const database = openDatabase(services.databaseUrl);
const redis = new Redis(services.redisUrl, { maxRetriesPerRequest: null });
try {
  await migrate(services.databaseUrl);
  const redisPid = Number(/process_id:(\d+)/.exec(await redis.info('server'))?.[1]);
  const results: Record<string, Result[]> = {};
  for (let round = 1; round <= Number(values.rounds); round++) {
    for (const name of values.only.split(',') as (keyof typeof pipelines)[]) {
      const result = await once(name, redisPid);
      results[name] = [...(results[name] ?? []), result];
      say(`round ${round} ${name}: ${describe(result)}`);
    }
  }
  report(results);
} finally {
  redis.disconnect();
  await database.destroy();
  await services.stop();
}

async function once(name: keyof typeof pipelines, redisPid: number): Promise<Result> {
  const messages = Number(name === 'naive' ? values['naive-messages'] : values.messages);
  // the same share of first messages of the day for every pipeline
  const members = Math.ceil((Number(values.members) * messages) / Number(values.messages));
  const load: Load = { messages, guilds: Number(values.guilds), members };
  const source = run('scripts/bench/source.js', { args: [JSON.stringify(load)] });
  const { port } = await source.said('ready');
  const api = `http://127.0.0.1:${port}/api`;
  const env = {
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
    DISCORD_API: api,
    DISCORD_TOKEN: 'MQ.bench.bench',
    SECRET: 'bench'.repeat(8),
    LOG_LEVEL: 'warn',
    SHARD_COUNT: '1',
    NODE_ENV: 'production',
  };
  try {
    return await pipelines[name]({ source, api, load, redis, redisPid, db: database, env });
  } finally {
    await source.stop();
  }
}

function describe({ perSecond, cpuMicros, parts }: Result): string {
  const shares = Object.entries(parts).map(([part, micros]) => `${part} ${micros.toFixed(1)}`);
  return `${Math.round(perSecond)} messages/s, ${cpuMicros.toFixed(1)} µs CPU each (${shares.join(', ')})`;
}

function report(results: Record<string, Result[]>): void {
  const summary = {
    at: new Date().toISOString(),
    cores: cpus().length,
    load: values,
    figures: summarise(results),
    ratios: ratios(results),
  };
  mkdirSync('.data/bench', { recursive: true });
  writeFileSync('.data/bench/throughput.json', `${JSON.stringify(summary, null, 2)}\n`);
  console.table(summary.figures);
  console.table(summary.ratios);
}
