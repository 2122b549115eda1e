import { BotStatus } from '../analytics/model.ts';
import { MINUTE, SECOND } from '../core/clock.ts';
import type { Knex } from '../db/knex.ts';

type Deps = { db: Knex };

/** A shard that is not heard of for three heartbeats of ten seconds is silent. */
export const shardSilentAfter = 30 * SECOND;

/**
 * The last heartbeat of each shard of which there is to be one: as many as the newest heartbeat tells. Those of a count
 * that was given up are left out; one that nobody has begun is missing.
 */
export async function listShards(
  { db }: Deps,
  { from = 0, limit }: { from?: number; limit: number },
): Promise<{ shards: BotStatus[]; count: number }> {
  const [newest, rows] = await Promise.all([
    BotStatus.query(db).select('shards').orderBy('beat_at', 'desc').first(),
    BotStatus.query(db)
      .distinctOn('shard')
      .where('shard', '>=', from)
      .orderBy([{ column: 'shard' }, { column: 'beat_at', order: 'desc' }])
      .limit(limit),
  ]);
  const count = newest?.shards ?? 0;
  return { shards: rows.filter(({ shard }) => shard < count), count };
}

/** Bounds what a look reads; Discord's largest bots have some thousands. */
const mostShards = 20_000;

export async function listAllShards({ db }: Deps): Promise<{ shards: BotStatus[]; count: number }> {
  return listShards({ db }, { limit: mostShards });
}

const deaf = MINUTE; // a resume takes a second, and a socket that hangs is noticed after two heartbeats of Discord's

/**
 * Milliseconds until all of so many shards have begun: where Discord lets one identify at a time, each waits five seconds
 * for the one before, and connects (Discord's documentation, "Sharding": max_concurrency).
 */
export function startOf(count: number): number {
  return Math.max(5 * MINUTE, count * 6 * SECOND);
}

/**
 * Whether nobody hears what happens in its guilds, for longer than it takes to connect where there are `count` shards. `now`
 * in milliseconds since 1970.
 */
export function isDeaf(
  { state, attachedAt, startedAt, beatAt }: Pick<BotStatus, 'state' | 'attachedAt' | 'startedAt' | 'beatAt'>,
  { count, now }: { count: number; now: number },
): boolean {
  const heard = attachedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  const isStarting = state === 'attaching' && heard < startedAt.getTime() && now - beatAt.getTime() < deaf;
  return now - Math.max(heard, startedAt.getTime()) > (isStarting ? startOf(count) : deaf);
}
