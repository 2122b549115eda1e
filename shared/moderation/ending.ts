import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { lockMembers } from './member-locks.ts';

export interface Ended {
  /** Temporary bans whose effect `lift` is due. */
  lifted: { id: string; guild: Snowflake }[];
  /** How many cases closed, those among them. */
  closed: number;
}

/**
 * Closes timeouts and bans whose time is over at `now` (milliseconds since 1970), soonest first. Discord ends timeouts by
 * itself; a ban has to be lifted, unless another one of that member stands.
 */
export function endCases({ db }: { db: Knex }, now: number, limit: number): Promise<Ended> {
  return transact(db, async (trx): Promise<Ended> => {
    const due = await trx.raw<{ rows: { id: string; guild: Snowflake; user: Snowflake }[] }>(
      `SELECT id::text, guild_id::text AS guild, user_id::text AS "user" FROM moderation_cases
       WHERE ends_at <= ? AND resolved_at IS NULL ORDER BY ends_at LIMIT ?`,
      [new Date(now), limit],
    );
    if (due.rows.length === 0) return { lifted: [], closed: 0 };
    await lockMembers(trx, due.rows);
    const { rows } = await trx.raw<{ rows: { id: string; guild: Snowflake; lift: string }[] }>(ending, [
      new Date(now),
      due.rows.map(({ id }) => id),
      new Date(now),
    ]);
    const lifted = rows.filter(({ lift }) => lift === 'wanted').map(({ id, guild }) => ({ id, guild }));
    return { lifted, closed: rows.length };
  });
}

const ending = `
  UPDATE moderation_cases c SET resolved_at = now(), resolved_by = 'Smarter Dev', resolved_note = 'Its time was over.',
    version = c.version + 1, changed_at = now(),
    lift = CASE WHEN c.kind = 'ban' AND c.lift = 'none' AND c.effect IN ('wanted', 'done') AND NOT EXISTS (
      SELECT FROM moderation_cases o WHERE o.guild_id = c.guild_id AND o.user_id = c.user_id AND o.kind = 'ban'
        AND o.id <> c.id AND o.resolved_at IS NULL AND o.effect IN ('wanted', 'done') AND o.lift = 'none'
        AND (o.ends_at IS NULL OR o.ends_at > ?)
    ) THEN 'wanted' ELSE c.lift END
  WHERE c.id = ANY(?::bigint[]) AND c.resolved_at IS NULL AND c.ends_at <= ?
  RETURNING c.id::text, c.guild_id::text AS guild, c.lift`;
