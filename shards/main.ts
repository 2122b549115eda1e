import { hostname } from 'node:os';
import { systemClock } from '../shared/core/clock.ts';
import { readConfig } from '../shared/core/config.ts';
import { openRest } from '../shared/core/discord.ts';
import { runProcess } from '../shared/core/lifecycle.ts';
import { openLog } from '../shared/core/log.ts';
import { openMetrics, pushMetrics } from '../shared/core/metrics.ts';
import { openRedis } from '../shared/core/redis.ts';
import { claimPartitions } from '../shared/db/installation.ts';
import { openDatabase } from '../shared/db/knex.ts';
import { processIndex } from './assignment.ts';
import { openShardGroup } from './group.ts';

const name = `shards-${hostname()}-${process.env.SHARD_PROCESS || 0}`;

await runProcess(openLog(name, 'info'), async (lifecycle) => {
  const config = readConfig();
  const log = openLog(name, config.LOG_LEVEL);
  const index = processIndex(process.env.SHARD_PROCESS, config);
  const db = openDatabase(config.DATABASE_URL, { pool: 2, name: `smarter-dev ${name}` });
  lifecycle.onStop('postgres', () => db.destroy());
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
});
