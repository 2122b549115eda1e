import { hostname } from 'node:os';
import { rememberInvites } from '../shared/automod/invite-codes.ts';
import { rememberCommitted } from '../shared/bytes/committed.ts';
import { findApplicationId } from '../shared/core/application.ts';
import { systemClock } from '../shared/core/clock.ts';
import { type Config, readConfig, requireToken } from '../shared/core/config.ts';
import { openRest } from '../shared/core/discord.ts';
import { AppError } from '../shared/core/errors.ts';
import { type Lifecycle, runProcess } from '../shared/core/lifecycle.ts';
import { type Log, openLog } from '../shared/core/log.ts';
import { openMetrics, pushMetrics } from '../shared/core/metrics.ts';
import { openQueues } from '../shared/core/queues.ts';
import { openRedis } from '../shared/core/redis.ts';
import { followChanges } from '../shared/core/settings.ts';
import { claimPartitions } from '../shared/db/installation.ts';
import { openDatabase } from '../shared/db/knex.ts';
import { keepPartitions } from '../shared/db/partitions.ts';
import type { Context } from './context.ts';
import { startEffects } from './effects/start.ts';
import { handleInteraction } from './interactions/index.ts';
import { runEnds } from './maintenance/ends.ts';
import { runSweep } from './maintenance/sweep.ts';
import { allPartitions } from './runtime/consume.ts';
import { routes } from './runtime/routes.ts';
import { runEvents, runInteractions, runMembers } from './runtime/run.ts';
import { dependents, openSettings } from './settings.ts';
import { saveChunk } from './sync/chunks.ts';

/** What every worker process needs, whatever its role. */
async function open(config: Config, name: string, log: Log, lifecycle: Lifecycle) {
  const db = openDatabase(config.DATABASE_URL, { name: `smarter-dev ${name}` });
  lifecycle.onStop('postgres', () => db.destroy());
  await claimPartitions(db, config.PARTITIONS);
  const redis = openRedis(config, log);
  lifecycle.onStop('redis', () => redis.disconnect());
  const metrics = openMetrics();
  lifecycle.onStop('metrics', pushMetrics(redis, name, metrics, log));
  return { log, clock: systemClock, redis, db, metrics, partitions: config.PARTITIONS };
}
type Opened = Awaited<ReturnType<typeof open>>;
type Start = (config: Config, opened: Opened, lifecycle: Lifecycle, index: number) => Promise<void>;

/** Handles events and answers interactions. */
const startWorkers: Start = async (config, opened, lifecycle) => {
  const { log, redis, db } = opened;
  await keepPartitions(db, opened.clock());
  const subscriber = openRedis(config, log);
  lifecycle.onStop('subscriber', () => subscriber.disconnect());
  const settings = openSettings({ db, log });
  await followChanges(subscriber, dependents(settings));
  const queues = openQueues(redis, log);
  lifecycle.onStop('queues', () => queues.close());
  const rest = openRest(config);
  const applicationId = await findApplicationId(rest, requireToken(config), log);
  const committed = rememberCommitted();
  const invites = rememberInvites(redis);
  const known = { config, rest, applicationId, settings, committed, invites };
  const context: Context = { ...opened, ...known, queue: queues.queue };
  const events = runEvents(context, routes);
  const interactions = runInteractions(context, handleInteraction);
  const members = runMembers(context, saveChunk);
  const sweep = runSweep(context);
  const ends = runEnds(context);
  lifecycle.onStop('workers', () =>
    Promise.all([events, interactions, members, sweep, ends].map((each) => each.close())),
  );
};

/** Calls Discord, for the partitions that are this process' share: no partition has two callers. */
const startEffectsProcess: Start = async (config, opened, lifecycle, index) => {
  const { PARTITIONS, EFFECTS_PROCESSES } = config;
  if (EFFECTS_PROCESSES > PARTITIONS) {
    const message = `EFFECTS_PROCESSES: ${EFFECTS_PROCESSES} processes need as many PARTITIONS, and there are ${PARTITIONS}.`;
    throw new AppError('bad-config', { message });
  }
  const mine = allPartitions(PARTITIONS).filter((each) => each.index % EFFECTS_PROCESSES === index);
  const effects = startEffects(opened, () => openRest(config), { partitions: mine });
  lifecycle.onStop('effects', () => effects.close());
};

const roles = {
  workers: { start: startWorkers, index: process.env.WORKER_PROCESS },
  effects: { start: startEffectsProcess, index: process.env.EFFECTS_PROCESS },
};
const role = process.argv[2] === 'effects' ? 'effects' : 'workers';
const index = Number(roles[role].index ?? 0);
const name = `${role}-${hostname()}-${index}`;

await runProcess(openLog(name, 'info'), async (lifecycle) => {
  const config = readConfig();
  const log = openLog(name, config.LOG_LEVEL);
  await roles[role].start(config, await open(config, name, log, lifecycle), lifecycle, index);
  log.info({ partitions: config.PARTITIONS }, 'working');
});
