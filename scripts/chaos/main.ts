import { parseArgs } from 'node:util';
import { REST } from '@discordjs/rest';
import { Redis } from 'ioredis';
import { SECOND } from '../../shared/core/clock.ts';
import { type Knex, openDatabase } from '../../shared/db/knex.ts';
import { chanceOf } from '../../shared/testing/economy/chance.ts';
import { deployCommands } from '../deploy-commands.ts';
import { migrate } from '../migrate.ts';
import { type Sandbox, startSandbox } from '../sandbox/index.ts';
import { compareCases } from './case-findings.ts';
import { awaitCases } from './cases.ts';
import { type Finding, finding } from './finding.ts';
import { compare, drain } from './findings.ts';
import { startLoad } from './load.ts';
import { startModerating } from './moderation.ts';
import { awaitGuilds, slowDown } from './moments.ts';
import { type Victim, victim } from './process.ts';
import { play } from './script.ts';
import { type Grounds, openGrounds } from './services.ts';
import { printFindings } from './table.ts';
import { caseLog, guild, moderated, world } from './world.ts';

// `npm run chaos [-- --quick] [--seed n]`: load and trouble, then a comparison with what truly happened. Services and the
// stand-in for Discord are its own.

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' } },
});
const duration = (values.quick ? 90 : 300) * SECOND;
const patience = 90 * SECOND; // for what waits after the trouble: back-off ends at 15 s, and Discord takes 50 requests a second
const rates = { messagesPerSecond: 15, sendsPerSecond: 4 };
const ordersPerSecond = 2; // of moderators

const began = performance.now();
const say = (line: string) => console.log(`${seconds().padStart(6)} s  ${line}`);
const seconds = () => ((performance.now() - began) / SECOND).toFixed(1);

const grounds = await openGrounds(say);
const sandbox = await startSandbox({ world, identifyEvery: 1, resumeBuffer: 50_000 });
const db = openDatabase(grounds.databaseUrl, { pool: 4, name: 'chaos' });
const redis = new Redis(grounds.redisUrl, { maxRetriesPerRequest: null });
redis.on('error', () => {}); // it is taken away
const environment = {
  DATABASE_URL: grounds.databaseUrl,
  REDIS_URL: grounds.redisUrl,
  DISCORD_API: sandbox.api,
  DISCORD_TOKEN: sandbox.token,
  SECRET: 'chaos'.repeat(8),
  LOG_LEVEL: 'error',
  SHARD_COUNT: '1',
};
const worker = victim('the worker', 'workers/main.ts', { environment });
const effects = victim('effects', 'workers/main.ts', { environment, args: ['effects'] });
const shard = victim('the shard', 'shards/main.ts', { environment });
const all = [shard, worker, effects];
const broken = new Promise<never>((_, reject) =>
  process.once('uncaughtException', reject).once('SIGINT', reject),
);
try {
  process.exitCode = (await Promise.race([run({ grounds, sandbox, db, redis }), broken])) ? 0 : 1;
} finally {
  await Promise.all(all.map((each) => each.kill()));
  redis.disconnect();
  await db.destroy();
  await sandbox.stop();
  await grounds.close();
}

async function run({
  grounds,
  sandbox,
  db,
  redis,
}: {
  grounds: Grounds;
  sandbox: Sandbox;
  db: Knex;
  redis: Redis;
}) {
  await prepare(sandbox, db, grounds);
  await Promise.all([worker.start(), effects.start()]);
  await shard.start();
  await sandbox.waitFor(() => sandbox.sessions.open.length === 1, 30 * SECOND, 'a session');
  await awaitGuilds(db);
  const chance = chanceOf(Number(values.seed));
  say(
    `The load begins: ${rates.messagesPerSecond} messages, ${rates.sendsPerSecond} transfers and ${ordersPerSecond} orders of moderators a second (seed ${values.seed}).`,
  );
  slowDown(sandbox);
  const load = startLoad(sandbox, chance, rates);
  const moderation = startModerating(sandbox, chanceOf(Number(values.seed) + 1), ordersPerSecond);
  const played = await play({ grounds, sandbox, db, redis, shard, worker, effects, chance, say }, duration);
  load.stop();
  moderation.stop();
  say(
    `The load ends: ${load.messages.length} messages, ${load.sends.length} transfers, ${moderation.orders.length} orders, ${played.troubles.length} troubles. Waiting for what is left …`,
  );
  await drain(redis, patience); // what waits opens cases as well
  await awaitCases(db, patience);
  const drained = await drain(redis, patience);
  const { findings, story } = await compare(db, redis, sandbox, load);
  const cases = await compareCases({ db, sandbox, moderation, played });
  findings.push(...cases.findings, drained, await leave(), fallen(all));
  say('');
  const isGood = printFindings(findings, say);
  say(`${isGood ? 'No promise was broken.' : 'Broken.'} ${story}`);
  say(cases.story);
  return isGood;
}

/** Nobody has to wait between transfers here, so that many are sent. */
async function prepare(sandbox: Sandbox, db: Knex, { databaseUrl }: Grounds): Promise<void> {
  await migrate(databaseUrl);
  await deployCommands({ rest: new REST({ version: '10', api: sandbox.api }).setToken(sandbox.token) });
  for (const id of moderated) {
    await db('guilds').insert({ id, name: '' });
    await db('moderation_configs').insert({ guild_id: id, values: { caseLog: caseLog(id) } });
  }
  await db('bytes_configs').insert({ guild_id: guild, values: { transferCooldownMinutes: 0 } });
}

/** The planned stop at the end: whoever brings in events first. */
async function leave(): Promise<Finding> {
  const faults: string[] = [];
  for (const each of all) {
    const code = await each.stop();
    if (code !== 0) faults.push(`${each.name} ended with ${code}`);
  }
  return finding('every process stops in good order', all, faults);
}

function fallen(victims: Victim[]): Finding {
  const falls = victims.flatMap(({ falls }) => falls);
  return finding('no process ends by itself', victims, falls);
}
