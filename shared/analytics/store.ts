import { raw } from 'objection';
import { type Clock, systemClock } from '../core/clock.ts';
import type { Knex } from '../db/knex.ts';
import { readNow } from '../db/now.ts';
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

/**
 * Writes heartbeats over the ones before, in the time that Postgres has: hosts' clocks may be wrong. All times of a row are by
 * the clock that says `beatAt` now.
 */
export async function saveStatuses(db: Knex, rows: StatusRow[]): Promise<void> {
  if (rows.length === 0) return;
  await BotStatus.query(db)
    .insert(rows.map((row) => ({ ...row, ...timesOf(row), beatAt: raw('now()') })))
    .onConflict(['process', 'shard'])
    .merge();
}

function timesOf({ shard, gaps, gapAt, attachedAt, resumedAt, identifiedAt, startedAt, beatAt }: StatusRow) {
  const shifted = (at: Date | null) => at && raw('?::timestamptz + (now() - ?::timestamptz)', [at, beatAt]);
  return {
    gapAt: gapAt && raw('coalesce((?), ?)', [gapWritten({ shard, gaps }, shifted(gapAt)), shifted(gapAt)]),
    attachedAt: shifted(attachedAt),
    resumedAt: shifted(resumedAt),
    identifiedAt: shifted(identifiedAt),
    startedAt: raw('?::timestamptz + (now() - ?::timestamptz)', [startedAt, beatAt]),
  };
}

const drift = '1 minute'; // of one time, as two processes tell it whose statements took long

/** The time of a gap as it was first written, whoever had the shard then: alarms are told apart by it. */
function gapWritten({ shard, gaps }: Pick<StatusRow, 'shard' | 'gaps'>, at: ReturnType<typeof raw> | null) {
  return raw(
    `SELECT gap_at FROM bot_statuses WHERE shard = ? AND gaps = ? AND gap_at BETWEEN ? - interval '${drift}' AND ? + interval '${drift}'
    ORDER BY beat_at DESC LIMIT 1`,
    [shard, gaps, at, at],
  );
}

/** The last heartbeat of each of these shards, whichever process wrote it; its times are by the given clock. */
export async function latestStatuses(
  db: Knex,
  shards: readonly number[],
  clock: Clock = systemClock,
): Promise<Map<number, BotStatus>> {
  const ahead = clock() - (await readNow({ db }));
  const rows = await BotStatus.query(db)
    .distinctOn('shard')
    .whereIn('shard', [...shards])
    .orderBy([{ column: 'shard' }, { column: 'beat_at', order: 'desc' }]);
  return new Map(rows.map((row) => [row.shard, shift(row, ahead)]));
}

function shift(row: BotStatus, ahead: number): BotStatus {
  const { gapAt, attachedAt, resumedAt, identifiedAt, startedAt, beatAt } = row;
  const by = (at: Date) => new Date(at.getTime() + ahead);
  return row.$set({
    gapAt: gapAt && by(gapAt),
    attachedAt: attachedAt && by(attachedAt),
    resumedAt: resumedAt && by(resumedAt),
    identifiedAt: identifiedAt && by(identifiedAt),
    startedAt: by(startedAt),
    beatAt: by(beatAt),
  });
}
