import { hostname } from 'node:os';
import { startHeartbeat } from '../shared/cluster/heartbeat.ts';
import { systemClock } from '../shared/core/clock.ts';
import { indexOf, readConfig, requireIndex } from '../shared/core/config.ts';
import { openRest } from '../shared/core/discord.ts';
import { runProcess } from '../shared/core/lifecycle.ts';
import { openLog } from '../shared/core/log.ts';
import { openMetrics, pushMetrics } from '../shared/core/metrics.ts';
import { openRedis } from '../shared/core/redis.ts';
import { claimPartitions } from '../shared/db/installation.ts';
import { openDatabase } from '../shared/db/knex.ts';
import { collectErrors } from '../shared/errors/collect.ts';
import { openShardGroup } from './group.ts';

const name = `shards-${hostname()}-${indexOf('shards')}`;
const errors = collectErrors();

await runProcess(openLog(name, 'info', { errors }), async (lifecycle) => {
  const config = readConfig();
  requireIndex('shards');
  const log = openLog(name, config.LOG_LEVEL, { errors });
  const db = openDatabase(config.DATABASE_URL, { pool: 2, name: `smarter-dev ${name}` });
  lifecycle.onStop('postgres', () => db.destroy());
  lifecycle.onStop('errors', errors.keepIn({ db, log }).close);
  const siblings = config.SHARD_PROCESSES;
  const own = { process: name, role: 'shards', siblings, dataDir: config.DATA_DIR } as const;
  const heartbeat = startHeartbeat({ db, log, clock: systemClock }, own);
  lifecycle.onStop('heartbeat', heartbeat.close);
  await claimPartitions(db, config.PARTITIONS);
  const redis = openRedis(config, log);
  lifecycle.onStop('redis', () => redis.disconnect());
  const metrics = openMetrics();
  lifecycle.onStop('metrics', pushMetrics(redis, name, metrics, log));
  const group = await openShardGroup({
    config,
    log,
    clock: systemClock,
    redis,
    db,
    rest: openRest(config),
    metrics,
    process: name,
    onFatal: lifecycle.fail,
  });
  lifecycle.onStop('shards', () => group.stop());
  await group.start();
  lifecycle.onStop('leaving', heartbeat.leave);
});
