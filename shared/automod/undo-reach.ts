import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { type CaseKind, caseKinds } from '../moderation/model.ts';
import { chosenBy, type Selection } from './undo-plan.ts';

const Row = z.object({ user: z.string(), kinds: z.array(z.enum(caseKinds)) });

/** Whom undoing firings is about, and which kinds of their cases it may take back: those of the firings, and the ladder's. */
export async function readUndoReach(
  { db }: { db: Knex },
  guild: Snowflake,
  selection: Selection,
): Promise<{ user: Snowflake; kinds: CaseKind[] }[]> {
  const { sql, values } = chosenBy(guild, selection);
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT f.user_id::text AS "user",
       array_remove(array_agg(DISTINCT c.kind) || array_agg(DISTINCT l.kind), NULL) AS kinds
     FROM automod_firings f LEFT JOIN moderation_cases c ON c.id = f.case_id
       LEFT JOIN user_warnings w ON w.case_id = f.case_id AND w.withdrawn_at IS NULL
       LEFT JOIN moderation_cases l ON l.guild_id = w.guild_id AND l.operation = 'ladder:' || w.id AND l.resolved_at IS NULL
     WHERE ${sql} GROUP BY f.user_id`,
    values,
  );
  return z.array(Row).parse(rows);
}
