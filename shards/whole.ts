import { BotStatus } from '../shared/analytics/model.ts';
import { DAY } from '../shared/core/clock.ts';
import { keys } from '../shared/core/keys.ts';
import type { Cluster, Redis } from '../shared/core/redis.ts';
import type { Knex } from '../shared/db/knex.ts';

const lifetime = 7 * DAY; // keys.ts; as watermarks
const recent = '30 seconds'; // three heartbeats

/** How many shards there are in the generation that was whole last: all of them attached, wherever they are. */
export async function loadWhole(redis: Redis | Cluster): Promise<number | undefined> {
  return Number(await redis.get(keys.generation())) || undefined;
}

export async function saveWhole(redis: Redis | Cluster, shards: number): Promise<void> {
  await redis.set(keys.generation(), shards, 'PX', lifetime);
}

/** Whether every shard of so many was attached at its last heartbeat. */
export async function isWhole(db: Knex, shards: number): Promise<boolean> {
  const attached = await BotStatus.query(db)
    .distinct('shard')
    .where({ shards, state: 'attached' })
    .whereRaw('beat_at > now() - ?::interval', [recent]);
  return attached.length === shards;
}
