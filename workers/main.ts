import { hostname } from 'node:os';
import { openRecorder } from '../shared/analytics/recorder.ts';
import { openTallies } from '../shared/analytics/tallies.ts';
import { rememberInvites } from '../shared/automod/invite-codes.ts';
import { rememberCommitted } from '../shared/bytes/committed.ts';
import { startHeartbeat } from '../shared/cluster/heartbeat.ts';
import { openOutage } from '../shared/cluster/outage.ts';
import { openTeller } from '../shared/cluster/tell-alarms.ts';
import { runWatch } from '../shared/cluster/watch.ts';
import { findApplicationId } from '../shared/core/application.ts';
import { systemClock } from '../shared/core/clock.ts';
import { type Config, indexOf, readConfig, requireIndex, requireToken } from '../shared/core/config.ts';
import { openRest } from '../shared/core/discord.ts';
import { openHoldings } from '../shared/core/holdings.ts';
import { type Lifecycle, runProcess } from '../shared/core/lifecycle.ts';
import { type Log, openLog } from '../shared/core/log.ts';
import { openMetrics, pushMetrics } from '../shared/core/metrics.ts';
import { originOf } from '../shared/core/origin.ts';
import { openQueues } from '../shared/core/queues.ts';
import { openRedis, openSubscriber } from '../shared/core/redis.ts';
import { followChanges } from '../shared/core/settings.ts';
import { readVersion } from '../shared/core/version.ts';
import { claimPartitions } from '../shared/db/installation.ts';
import { justInTime, openDatabase } from '../shared/db/knex.ts';
import { keepPartitions } from '../shared/db/partitions.ts';
import { collectErrors } from '../shared/errors/collect.ts';
import { runRecords } from './analytics/records.ts';
import { runRollUps } from './analytics/roll-ups.ts';
import type { Context } from './context.ts';
import { startEffects } from './effects/start.ts';
import { handleInteraction } from './interactions/index.ts';
import { runFailedJobs } from './jobs/failed-jobs.ts';
import { runEnds } from './maintenance/ends.ts';
import { runMaintenance } from './maintenance/runs.ts';
import { runSweep } from './maintenance/sweep.ts';
import { runForgetting } from './privacy/forgetting.ts';
import { routes } from './runtime/routes.ts';
import { runEvents, runInteractions, runMembers } from './runtime/run.ts';
import { dependents, openSettings } from './settings.ts';
import { saveChunk } from './sync/chunks.ts';
import { runWebhooks } from './webhooks/run.ts';

const maintenancePool = 6; // for three runs at once, one that forgets somebody, and their beats

/** What every worker process needs, whatever its role. */
async function open(config: Config, name: string, log: Log, lifecycle: Lifecycle) {
  const db = openDatabase(config.DATABASE_URL, { name: `smarter-dev ${name}` });
  lifecycle.onStop('postgres', () => db.destroy());
  lifecycle.onStop('errors', errors.keepIn({ db, log }).close);
  const siblings = config[roles[role].count];
  const own = { process: name, role, siblings, dataDir: config.DATA_DIR } as const;
  const heartbeat = startHeartbeat({ db, log, clock: systemClock }, own);
  lifecycle.onStop('heartbeat', heartbeat.close);
  await claimPartitions(db, config.PARTITIONS);
  const redis = openRedis(config, log);
  lifecycle.onStop('redis', () => redis.disconnect());
  const metrics = openMetrics();
  lifecycle.onStop('metrics', pushMetrics(redis, name, metrics, log));
  const { queue, close } = openQueues(redis, log);
  lifecycle.onStop('queues', close);
  const partitions = config.PARTITIONS;
  const recorder = openRecorder({ queue, partitions, log, metrics });
  lifecycle.onStop('recorder', () => recorder.close());
  return { log, clock: systemClock, redis, db, metrics, partitions, queue, recorder, heartbeat };
}
type Opened = Awaited<ReturnType<typeof open>>;
type Start = (config: Config, opened: Opened, lifecycle: Lifecycle) => Promise<void>;

/** Handles events and answers interactions. */
const startWorkers: Start = async (config, opened, lifecycle) => {
  const { log, redis, db } = opened;
  const listener = { ...opened, webhook: config.ALARM_WEBHOOK, origin: originOf(config) };
  const watch = runWatch(opened, { tell: openTeller(listener), outage: openOutage(listener) });
  lifecycle.onStop('watch', () => watch.close());
  await keepPartitions(db, opened.clock(), config.RETENTION);
  const subscriber = openSubscriber(config, log);
  lifecycle.onStop('subscriber', () => subscriber.disconnect());
  const settings = openSettings({ db, log });
  const committed = rememberCommitted();
  await followChanges(subscriber, { ...dependents(settings), committed });
  const rest = openRest(config);
  const applicationId = await findApplicationId(rest, requireToken(config), log);
  const invites = rememberInvites(redis);
  const known = { config, rest, applicationId, settings, committed, invites };
  const tallies = openTallies(opened);
  lifecycle.onStop('tallies', () => tallies.close());
  const context: Context = { ...opened, ...known, tallies };
  const events = runEvents(context, routes);
  const interactions = runInteractions(context, handleInteraction);
  const members = runMembers(context, saveChunk);
  const sweep = runSweep(context);
  const ends = runEnds(context);
  const records = runRecords(context);
  const rollUps = runRollUps(context);
  const failedJobs = runFailedJobs(context);
  const own = { name: `smarter-dev ${name} maintenance`, pool: maintenancePool, longest: justInTime };
  const maintained = openDatabase(config.DATABASE_URL, own);
  lifecycle.onStop('postgres for maintenance', () => maintained.destroy());
  const maintenance = runMaintenance({ ...context, db: maintained });
  const forgetting = runForgetting({ ...context, db: maintained });
  lifecycle.onStop('workers', () =>
    Promise.all(
      [events, interactions, members, sweep, ends, records, rollUps, failedJobs, maintenance, forgetting].map(
        (each) => each.close(),
      ),
    ),
  );
};

/** Calls Discord, for the partitions of which this process has the leases: no partition has two callers for long. */
const startEffectsProcess: Start = async (config, opened, lifecycle) => {
  const { PARTITIONS: of, EFFECTS_PROCESSES: expected } = config;
  const effects = startEffects(opened, () => openRest(config), { share: Math.ceil(of / expected) });
  const webhooks = { ...opened, config, version: readVersion() };
  const holdings = openHoldings(
    opened,
    { kind: 'effects', count: of, holder: name, expected },
    async (index) => {
      const running = [effects.begin({ index, of }), ...(index === 0 ? [runWebhooks(webhooks)] : [])];
      return { stop: async () => void (await Promise.all(running.map((each) => each.close()))) };
    },
  );
  lifecycle.onStop('effects', () => holdings.stop());
  await holdings.start();
};

const roles = {
  workers: { start: startWorkers, count: 'WORKER_PROCESSES' },
  effects: { start: startEffectsProcess, count: 'EFFECTS_PROCESSES' },
} as const satisfies Record<string, { start: Start; count: keyof Config }>;
const role = process.argv[2] === 'effects' ? 'effects' : 'workers';
const name = `${role}-${hostname()}-${indexOf(role)}`;
const errors = collectErrors();

await runProcess(openLog(name, 'info', { errors }), async (lifecycle) => {
  const config = readConfig();
  requireIndex(role);
  const log = openLog(name, config.LOG_LEVEL, { errors });
  const opened = await open(config, name, log, lifecycle);
  await roles[role].start(config, opened, lifecycle);
  lifecycle.onStop('leaving', opened.heartbeat.leave);
  log.info({ partitions: config.PARTITIONS }, 'working');
});
