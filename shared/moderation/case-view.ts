import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { ListedCase, selectCases } from './case-list.ts';
import { Evidence } from './evidence.ts';

const mostNotes = 200; // the latest ones
const mostFirings = 50;

const CaseNote = z.object({ id: z.string(), at: z.coerce.date(), by: z.string(), text: z.string() });
const CaseWarning = z.object({
  id: z.string(),
  expiresAt: z.coerce.date().nullable(),
  withdrawnAt: z.coerce.date().nullable(),
  withdrawnBy: z.string().nullable(),
});
const CaseAppeal = z.object({
  id: z.string(),
  state: z.enum(['open', 'accepted', 'rejected']),
  text: z.string(),
  answer: z.string(),
  createdAt: z.coerce.date(),
  answeredAt: z.coerce.date().nullable(),
  answeredBy: z.string().nullable(),
});
export const ViewedCase = ListedCase.extend({
  operation: z.string(),
  evidence: Evidence.nullable(),
  /** Discord's own entry of it. */
  auditEntry: z.string().nullable(),
  tellsFirst: z.boolean(),
  /** What happened to it, in words, first one first. */
  notes: z.array(CaseNote),
  /** Ids of firings of auto-moderation that it is of. */
  firings: z.array(z.string()),
  /** Where it is a warning. */
  warning: CaseWarning.nullable(),
  /** The number of the case that the ladder led to from here. */
  ledTo: z.number().nullable(),
  appeal: CaseAppeal.nullable(),
});
/** A case with all that belongs to it. */
export type ViewedCase = z.infer<typeof ViewedCase>;

/** By its number in the guild. */
export async function findCase(
  { db }: { db: Knex },
  guild: Snowflake,
  number: number,
): Promise<ViewedCase | undefined> {
  const row: unknown = await selectCases(db, guild, { number })
    .select({
      operation: 'c.operation',
      evidence: 'c.evidence',
      auditEntry: 'c.audit_entry_id',
      tellsFirst: 'c.tells_first',
    })
    .select(db.raw(belongings))
    .first();
  return row === undefined ? undefined : ViewedCase.parse(row);
}

const belongings = `
  (SELECT coalesce(jsonb_agg(n ORDER BY n.at, n.id::bigint), '[]') FROM (
    SELECT id::text, at, actor_name AS by, text FROM case_notes WHERE case_id = c.id
    ORDER BY case_notes.id DESC LIMIT ${mostNotes}) n) AS notes,
  ARRAY(SELECT id::text FROM automod_firings WHERE case_id = c.id ORDER BY automod_firings.id LIMIT ${mostFirings}) AS firings,
  (SELECT to_jsonb(w) FROM (
    SELECT id::text, expires_at AS "expiresAt", withdrawn_at AS "withdrawnAt", withdrawn_by AS "withdrawnBy"
    FROM user_warnings WHERE case_id = c.id) w) AS warning,
  (SELECT l.number FROM user_warnings w JOIN moderation_cases l
     ON l.guild_id = w.guild_id AND l.operation = 'ladder:' || w.id WHERE w.case_id = c.id) AS "ledTo",
  (SELECT to_jsonb(a) FROM (
    SELECT id::text, state, text, answer, created_at AS "createdAt", answered_at AS "answeredAt", answered_by AS "answeredBy"
    FROM appeals WHERE case_id = c.id) a) AS appeal`;
