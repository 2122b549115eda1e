import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { runPrepared } from '../db/prepared.ts';

type Deps = { db: Knex };

/** What Discord is asked for because of a case. */
export type Punishment = 'timeout' | 'untimeout' | 'kick' | 'ban' | 'unban';

export interface WantedPunishment {
  number: number;
  user: Snowflake;
  reason: string;
  endsAt: Date | null;
  deleteMessageSeconds: number;
  /** The member is told before it happens, and was not told yet. */
  tellsFirst: boolean;
  createdAt: Date;
}

/** Other cases of the same kind that stand for the member of `c`: what rules or the ladder opened beside a moderator's. */
const standing = `moderation_cases o WHERE o.guild_id = c.guild_id AND o.user_id = c.user_id AND o.kind = c.kind AND o.id <> c.id
  AND o.resolved_at IS NULL AND o.lift = 'none' AND o.effect IN ('wanted', 'done')`;

/**
 * What is wanted of Discord now, of a timeout until the latest end that stands; undefined where it was done, upgraded, taken
 * back or resolved meanwhile.
 */
export async function findWantedPunishment(
  { db }: Deps,
  id: string,
  as: Punishment,
): Promise<WantedPunishment | undefined> {
  const [found] = await runPrepared<WantedPunishment>(db, finding, [id, as]);
  return found;
}

const finding = {
  name: 'find-wanted-punishment',
  sql: `SELECT c.number, c.user_id AS "user", c.reason, delete_message_seconds AS "deleteMessageSeconds",
      CASE WHEN c.kind = 'timeout' THEN greatest(c.ends_at, (SELECT max(o.ends_at) FROM ${standing})) ELSE c.ends_at END AS "endsAt",
      c.tells_first AS "tellsFirst", c.created_at AS "createdAt"
    FROM moderation_cases c
    WHERE c.id = ? AND c.kind = ? AND c.effect = 'wanted' AND c.lift = 'none' AND c.resolved_at IS NULL`,
};

/** The member is not told again, whatever Discord answers. */
export async function noteTold({ db }: Deps, id: string): Promise<void> {
  await db('moderation_cases').where({ id }).update({ tells_first: false });
}

/** Writes down how Discord answered, unless the case became another one meanwhile. */
export async function settlePunishment(
  { db }: Deps,
  id: string,
  as: Punishment,
  { effect, answer }: { effect: 'done' | 'failed' | 'none'; answer: string | null },
): Promise<void> {
  await db('moderation_cases').where({ id, kind: as, effect: 'wanted' }).update({ effect, answer });
}

/** What was taken back or resolved before Discord was asked is not wanted any more. */
export async function dropPunishment({ db }: Deps, id: string, as: Punishment): Promise<void> {
  await db('moderation_cases')
    .where({ id, kind: as, effect: 'wanted' })
    .where((gone) => gone.whereNot('lift', 'none').orWhereNotNull('resolved_at'))
    .update({ effect: 'none' });
}

export interface WantedLift {
  kind: 'timeout' | 'ban';
  number: number;
  user: Snowflake;
  /** Another ban of the member stands. */
  isBanned: boolean;
  /** When the last of the other timeouts ends that stand. */
  endsAt: Date | null;
}

/** The timeout or ban to take back; undefined where that was done, or is not wanted. */
export async function findWantedLift({ db }: Deps, id: string): Promise<WantedLift | undefined> {
  const { rows } = await db.raw<{ rows: WantedLift[] }>(
    `SELECT c.kind, c.number, c.user_id AS "user", c.kind = 'ban' AND EXISTS (SELECT FROM ${standing}) AS "isBanned",
       CASE WHEN c.kind = 'timeout' THEN (SELECT max(o.ends_at) FROM ${standing}) END AS "endsAt"
     FROM moderation_cases c WHERE c.id = ? AND c.lift = 'wanted' AND c.kind IN ('timeout', 'ban')`,
    [id],
  );
  return rows[0];
}

/**
 * Writes down how Discord answered. Where the punishment itself may be under way still, it stays wanted: the sweep lifts it
 * again, whichever of the two came first.
 */
export async function settleLift(
  { db }: Deps,
  id: string,
  { lift, answer }: { lift: 'done' | 'failed'; answer: string | null },
): Promise<void> {
  await db('moderation_cases')
    .where({ id, lift: 'wanted' })
    .whereNot('effect', 'wanted')
    .update({ lift, ...(answer !== null && { answer }) });
}

/** A case whose effect or lift waits. */
export interface WaitingCase {
  id: string;
  guild: Snowflake;
  kind: string;
  effect: string;
  lift: string;
}

/** Those that wait for more than 30 seconds, longest first. The ones found go to the end of the line. */
export async function findWaitingCases({ db }: Deps, limit: number): Promise<WaitingCase[]> {
  const { rows } = await db.raw<{ rows: WaitingCase[] }>(
    `UPDATE moderation_cases t SET changed_at = now() FROM (
       SELECT id FROM moderation_cases
       WHERE (effect = 'wanted' OR lift = 'wanted') AND changed_at < now() - interval '30 seconds'
       ORDER BY changed_at LIMIT ? FOR UPDATE SKIP LOCKED
     ) w WHERE t.id = w.id RETURNING t.id, t.guild_id AS guild, t.kind, t.effect, t.lift`,
    [limit],
  );
  return rows;
}
