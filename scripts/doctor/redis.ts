import { Redis } from 'ioredis';
import { z } from 'zod';
import { SECOND } from '../../shared/core/clock.ts';
import { bad, good, type Line, note, reasonOf } from './line.ts';
import type { Place } from './place.ts';

const least = 7;

/** Whether Redis answers, is new enough, and keeps what it is given. */
export async function checkRedis({ redisUrl, isEmbedded, environment }: Place): Promise<Line[]> {
  if (!redisUrl) return [note('Redis: embedded, and not running.', 'npm start')];
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: 5 * SECOND,
    commandTimeout: 5 * SECOND,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let fault: unknown;
  redis.on('error', (error: unknown) => {
    fault = error;
  });
  try {
    await redis.connect();
    const info = await redis.info('server');
    const version = /redis_version:(\S+)/.exec(info)?.[1] ?? 'of an unknown version';
    const text = `Redis ${version}${isEmbedded.redis ? ', embedded' : ` at ${new URL(redisUrl).host}`}.`;
    const first =
      Number.parseInt(version, 10) < least ? bad(text, `Use Redis ${least} or newer.`) : good(text);
    const kind = checkKind(
      await redis.info('cluster'),
      z.stringbool().safeParse(environment.REDIS_CLUSTER).data === true,
    );
    return [first, ...kind, ...(await checkMemory(redis)), ...(await checkPersistence(redis))];
  } catch (error) {
    const text = `Redis (${isEmbedded.redis ? 'the embedded one' : 'REDIS_URL'}) cannot be reached: ${reasonOf(fault ?? error)}.`;
    return [
      bad(
        text,
        isEmbedded.redis
          ? 'Stop npm start and start it again; its log lies in DATA_DIR/redis.'
          : 'Look at host, port, user and password in REDIS_URL; rediss:// where it wants TLS.',
      ),
    ];
  } finally {
    redis.disconnect();
  }
}

/** Whether it is what REDIS_CLUSTER says: one Redis, or a node of a cluster. */
function checkKind(info: string, isWantedCluster: boolean): Line[] {
  const isCluster = /cluster_enabled:1/.test(info);
  if (isCluster === isWantedCluster) return [];
  return isCluster
    ? [
        bad(
          'REDIS_URL is a node of a Redis Cluster.',
          'Set REDIS_CLUSTER=true, and PARTITIONS to a few a node.',
        ),
      ]
    : [bad('REDIS_CLUSTER is set, and REDIS_URL is no node of a cluster.', 'Take REDIS_CLUSTER out.')];
}

async function checkMemory(redis: Redis): Promise<Line[]> {
  const policy = await readSetting(redis, 'maxmemory-policy');
  if (policy === undefined)
    return [note('Redis: its eviction policy may not be looked at.', 'Make sure that it is noeviction.')];
  if (policy === 'noeviction') return [good('Redis evicts nothing (noeviction).')];
  return [
    bad(
      `Redis evicts keys when memory is short (${policy}): queues would lose jobs.`,
      'CONFIG SET maxmemory-policy noeviction, and the same in its configuration.',
    ),
  ];
}

async function checkPersistence(redis: Redis): Promise<Line[]> {
  const isKept = await readSetting(redis, 'appendonly');
  if (isKept === undefined || isKept === 'yes')
    return isKept ? [good('Redis keeps an append-only file.')] : [];
  return [
    note(
      'Redis keeps no append-only file: after a restart it has forgotten what waits, and Discord is asked to send it again.',
      'CONFIG SET appendonly yes, and the same in its configuration.',
    ),
  ];
}

/** Undefined where the server lets nobody ask, as some hosted ones do. */
async function readSetting(redis: Redis, name: string): Promise<string | undefined> {
  try {
    const answer = await redis.config('GET', name);
    return Array.isArray(answer) ? String(answer[1]) : undefined;
  } catch {
    return undefined;
  }
}
