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

/** What is wanted of Discord now; undefined where it was done, upgraded, taken back or resolved meanwhile. */
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
  sql: `SELECT number, user_id AS "user", reason, ends_at AS "endsAt", delete_message_seconds AS "deleteMessageSeconds",
      tells_first AS "tellsFirst", created_at AS "createdAt"
    FROM moderation_cases WHERE id = ? AND kind = ? AND effect = 'wanted' AND lift = 'none' AND resolved_at IS NULL`,
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

/** The timeout or ban to take back; undefined where that was done, or is not wanted. */
export async function findWantedLift(
  { db }: Deps,
  id: string,
): Promise<{ kind: string; number: number; user: Snowflake } | undefined> {
  const row: { kind: string; number: number; user_id: Snowflake } | undefined = await db('moderation_cases')
    .where({ id, lift: 'wanted' })
    .whereIn('kind', ['timeout', 'ban'])
    .first('kind', 'number', 'user_id');
  return row && { kind: row.kind, number: row.number, user: row.user_id };
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
