import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

export interface NewWarning {
  guild: Snowflake;
  user: Snowflake;
  /** Its case: no case has two. */
  case: string;
  by: string;
  reason: string;
  /** When it no longer counts; null: never. */
  expiresAt: Date | null;
}

const Given = z.object({
  id: z.string(),
  guild: z.string(),
  user: z.string(),
  case: z.string(),
  /** Active ones of the member, this one among them. */
  active: z.number(),
});
export type GivenWarning = z.infer<typeof Given>;

const isActive = 'withdrawn_at IS NULL AND (expires_at IS NULL OR expires_at > now())';

/**
 * Writes warnings down, and says how many the members have now, in one statement. The members must be locked
 * (member-locks.ts), so that two warnings at once are not both the same number.
 */
export async function addWarnings(
  trx: Knex.Transaction,
  warnings: readonly NewWarning[],
): Promise<GivenWarning[]> {
  if (warnings.length === 0) return [];
  const rows = warnings.map(({ expiresAt, ...rest }) => ({
    ...rest,
    expiresAt: expiresAt?.toISOString() ?? null,
  }));
  const given = await trx.raw<{ rows: unknown[] }>(
    `WITH given AS (
       INSERT INTO user_warnings (guild_id, user_id, case_id, actor_name, reason, expires_at)
       SELECT guild, "user", "case", by, reason, "expiresAt" FROM ROWS FROM (
         jsonb_to_recordset(?::jsonb) AS (guild bigint, "user" bigint, "case" bigint, by text, reason text, "expiresAt" timestamptz)
       ) WITH ORDINALITY AS w (guild, "user", "case", by, reason, "expiresAt", place) ORDER BY place
       ON CONFLICT (case_id) DO NOTHING RETURNING *
     )
     SELECT g.id, g.guild_id AS guild, g.user_id AS "user", g.case_id AS "case",
       (SELECT count(*) FROM user_warnings w WHERE w.guild_id = g.guild_id AND w.user_id = g.user_id AND ${isActive})::integer
         + row_number() OVER (PARTITION BY g.guild_id, g.user_id ORDER BY g.id)::integer AS active
     FROM given g ORDER BY g.id`,
    [JSON.stringify(rows)],
  );
  return z.array(Given).parse(given.rows);
}

/** How many active warnings these members have, in one query; those without any are missing. */
export async function countActive(
  db: Knex,
  guild: Snowflake,
  users: readonly Snowflake[],
): Promise<Map<Snowflake, number>> {
  const { rows } = await db.raw<{ rows: { user: string; active: number }[] }>(
    `SELECT user_id::text AS "user", count(*)::integer AS active FROM user_warnings
     WHERE guild_id = ? AND user_id = ANY(?::bigint[]) AND ${isActive} GROUP BY user_id`,
    [guild, [...users]],
  );
  return new Map(rows.map(({ user, active }) => [user, active]));
}

/** Takes back the warnings of these cases; answers with the cases that had one. */
export async function withdrawWarnings(trx: Knex, cases: readonly string[], by: string): Promise<string[]> {
  if (cases.length === 0) return [];
  const { rows } = await trx.raw<{ rows: { case: string }[] }>(
    `UPDATE user_warnings SET withdrawn_at = now(), withdrawn_by = ?
     WHERE case_id = ANY(?::bigint[]) AND withdrawn_at IS NULL RETURNING case_id AS "case"`,
    [by, [...cases]],
  );
  return rows.map((row) => row.case);
}
