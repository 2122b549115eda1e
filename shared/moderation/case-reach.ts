import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { CaseKind } from './model.ts';

/** Whom a case is about, and what taking it back undoes: itself, and what is open of what the ladder made of it. */
export interface Reach {
  user: Snowflake;
  kinds: CaseKind[];
}

export async function readReach(
  db: Knex,
  guild: Snowflake,
  which: { number: number } | { id: string },
): Promise<Reach | undefined> {
  const [column, value] = 'id' in which ? ['id', which.id] : ['number', which.number];
  const { rows } = await db.raw<{ rows: Reach[] }>(
    `SELECT c.user_id::text AS "user", ARRAY(
       SELECT c.kind UNION SELECT l.kind FROM user_warnings w JOIN moderation_cases l
         ON l.guild_id = w.guild_id AND l.operation = 'ladder:' || w.id
       WHERE w.case_id = c.id AND w.withdrawn_at IS NULL AND l.resolved_at IS NULL) AS kinds
     FROM moderation_cases c WHERE c.guild_id = ? AND c.?? = ?`,
    [guild, column, value],
  );
  return rows[0];
}

/** What taking back one of that kind is judged as; a note or a kick has nothing to take back. */
export const counterparts: Readonly<Record<CaseKind, CaseKind>> = {
  ...{ note: 'note', warn: 'warn', timeout: 'untimeout', untimeout: 'untimeout' },
  ...{ kick: 'note', ban: 'unban', unban: 'unban' },
};
