import { hostname } from 'node:os';
import { startHeartbeat } from '../shared/cluster/heartbeat.ts';
import { systemClock } from '../shared/core/clock.ts';
import { readConfig } from '../shared/core/config.ts';
import { openRest } from '../shared/core/discord.ts';
import { runProcess } from '../shared/core/lifecycle.ts';
import { openLog } from '../shared/core/log.ts';
import { openMetrics, pushMetrics } from '../shared/core/metrics.ts';
import { openRedis } from '../shared/core/redis.ts';
import { claimPartitions } from '../shared/db/installation.ts';
import { openDatabase } from '../shared/db/knex.ts';
import { collectErrors } from '../shared/errors/collect.ts';
import { processIndex } from './assignment.ts';
import { openShardGroup } from './group.ts';

const name = `shards-${hostname()}-${process.env.SHARD_PROCESS || 0}`;
const errors = collectErrors();

await runProcess(openLog(name, 'info', { errors }), async (lifecycle) => {
  const config = readConfig();
  const log = openLog(name, config.LOG_LEVEL, { errors });
  const index = processIndex(process.env.SHARD_PROCESS, config);
  const db = openDatabase(config.DATABASE_URL, { pool: 2, name: `smarter-dev ${name}` });
  lifecycle.onStop('postgres', () => db.destroy());
  lifecycle.onStop('errors', errors.keepIn({ db, log }).close);
  const own = { process: name, role: 'shards', dataDir: config.DATA_DIR } as const;
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
    index,
    onFatal: lifecycle.fail,
  });
  lifecycle.onStop('shards', () => group.stop());
  await group.start();
  lifecycle.onStop('leaving', heartbeat.leave);
});
