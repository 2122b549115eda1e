import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { SECOND } from '../../shared/core/clock.ts';
import { openDatabase } from '../../shared/db/knex.ts';
import { startSandbox } from '../sandbox/index.ts';
import { freePort } from '../services/ports.ts';
import { everybody, openCast } from './cast.ts';
import { compile } from './compiled.ts';
import { heartbeatInterval } from './gateway-troubles.ts';
import { run } from './run.ts';
import { openGrounds } from './services.ts';
import { world } from './world.ts';

// `npm run chaos [-- --quick] [--seed n] [--only 5,9]`: load and trouble, then a comparison with what truly happened.
// Services and the stand-in for Discord are its own. `--only` plays single troubles, by their numbers.

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const only = values.only?.split(',').map(Number);

const duration = values.quick || only ? 0 : 900 * SECOND; // 0: each trouble once

const began = Date.now();
const timeIn = (time: number) => `${((time - began) / SECOND).toFixed(1)} s`;
const say = (line: string) => console.log(`${timeIn(Date.now()).padStart(8)}  ${line}`);

const compiled = compile();
const grounds = await openGrounds(say);
const sandbox = await startSandbox({ world, identifyEvery: 1, resumeBuffer: 50_000, heartbeatInterval });
const db = openDatabase(grounds.databaseUrl, { pool: 4, name: 'chaos' });
const redis = new Redis(grounds.redisUrl, { maxRetriesPerRequest: null });
redis.on('error', () => {}); // it is taken away
const webPort = await freePort();
const cast = openCast(compiled, {
  DATABASE_URL: grounds.databaseUrl,
  REDIS_URL: grounds.redisUrl,
  DISCORD_API: sandbox.api,
  DISCORD_TOKEN: sandbox.token,
  SECRET: 'chaos'.repeat(8),
  LOG_LEVEL: 'error',
  SHARD_COUNT: '1',
  WEB_PORT: String(webPort),
});
const ground = { grounds, sandbox, db, redis, ...cast, origin: `http://127.0.0.1:${webPort}`, say, timeIn };
const broken = new Promise<never>((_, reject) =>
  process.once('uncaughtException', reject).once('SIGINT', () => reject(new Error('broken off'))),
);
let isGood = false;
try {
  isGood = await Promise.race([run(ground, { seed: Number(values.seed), duration, only }), broken]);
} catch (error) {
  say(`Broken off. ${error instanceof Error ? error.stack : error}`);
} finally {
  await Promise.all(everybody(cast).map((each) => each.kill()));
  redis.disconnect();
  await db.destroy();
  await sandbox.stop();
  await grounds.close();
  compiled.remove();
}
process.exit(isGood ? 0 : 1); // where it was broken off, the load would go on
