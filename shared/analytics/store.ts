import type { Knex } from '../db/knex.ts';
import { BotStatus } from './model.ts';

export type StatusRow = Pick<
  BotStatus,
  | 'process'
  | 'shard'
  | 'shards'
  | 'state'
  | 'sessionId'
  | 'latencyMs'
  | 'guilds'
  | 'intents'
  | 'gaps'
  | 'gapAt'
  | 'attachedAt'
  | 'resumedAt'
  | 'identifiedAt'
  | 'startedAt'
  | 'beatAt'
>;

/** Writes heartbeats over the ones before. */
export async function saveStatuses(db: Knex, rows: StatusRow[]): Promise<void> {
  if (rows.length === 0) return;
  await BotStatus.query(db).insert(rows).onConflict(['process', 'shard']).merge();
}

/** The last heartbeat of each of these shards, whichever process wrote it. */
export async function latestStatuses(db: Knex, shards: readonly number[]): Promise<Map<number, BotStatus>> {
  const rows = await BotStatus.query(db)
    .distinctOn('shard')
    .whereIn('shard', [...shards])
    .orderBy([{ column: 'shard' }, { column: 'beat_at', order: 'desc' }]);
  return new Map(rows.map((row) => [row.shard, row]));
}
