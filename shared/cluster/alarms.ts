import { MINUTE } from '../core/clock.ts';
import type { Knex } from '../db/knex.ts';
import { Alarm, type AlarmKind } from './model.ts';

type Deps = { db: Knex };

/** Something amiss, as it was just seen. */
export interface Sign {
  kind: AlarmKind;
  subject: string;
  text: string;
}

/** What a look found. */
export interface Found {
  signs: Sign[];
  /** Kinds of which everything was looked at: what of them was not found may be over. */
  whole: readonly AlarmKind[];
}

const calm = MINUTE; // not seen for so long, it is over: what comes and goes is one alarm

/**
 * Raises alarms for what was found and clears those that are over; one that was dismissed is not raised anew before it was
 * over. Whoever else does so meanwhile changes nothing.
 */
export async function settleAlarms({ db }: Deps, { signs, whole }: Found, now: Date): Promise<void> {
  if (signs.length > 0) await db.raw(raising, [now, now, JSON.stringify(signs)]);
  await db('alarms')
    .whereRaw('(cleared_at IS NULL OR held)')
    .whereIn('kind', [...whole])
    .where('seen_at', '<', new Date(now.getTime() - calm))
    .update({ cleared_at: db.raw('coalesce(cleared_at, ?)', [now]), held: false });
}

/** In order, so that two at once do not wait for each other in a circle. */
const raising = `
  INSERT INTO alarms AS a (kind, subject, text, raised_at, seen_at)
  SELECT DISTINCT ON (kind, subject) kind, left(subject, 100), left(text, 300), ?::timestamptz, ?::timestamptz
  FROM jsonb_to_recordset(?::jsonb) AS sign (kind text, subject text, text text)
  ORDER BY kind, subject
  ON CONFLICT (kind, subject) WHERE cleared_at IS NULL OR held
    DO UPDATE SET text = excluded.text, seen_at = greatest(a.seen_at, excluded.seen_at)`;

export async function listStanding({ db }: Deps, limit: number): Promise<Alarm[]> {
  return Alarm.query(db)
    .whereNull('cleared_at')
    .orderBy([
      { column: 'raised_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
}

/** After which one a page begins: the last one of the page before. */
export interface Place {
  at: Date;
  id: string;
}

/** Those that are over, the latest end first. */
export async function listPast(
  { db }: Deps,
  { before, limit }: { before?: Place | undefined; limit: number },
): Promise<Alarm[]> {
  const query = Alarm.query(db)
    .whereNotNull('cleared_at')
    .orderBy([
      { column: 'cleared_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
  if (before) query.whereRaw('(cleared_at, id) < (?, ?::bigint)', [before.at, before.id]);
  return query;
}
