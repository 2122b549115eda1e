import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { CaseKind } from './model.ts';

/** A case that was just opened. */
export interface Closer {
  id: string;
  guild: Snowflake;
  user: Snowflake;
  number: number;
  kind: CaseKind;
  by: string;
  /** When it was done, where that was before now: what was opened later is not ended by it. Milliseconds since 1970. */
  at?: number;
  /** What is under way to Discord has to be taken back as well; not where a moderator did it there after all that. */
  lifts: boolean;
}

export interface Closed {
  case: string;
  number: number;
  /** The id of the case that closed it. */
  by: string;
  /** An effect `lift` is due. */
  lifts: boolean;
}

/** A member has one timeout and one ban at most: the latest. */
const closes: Partial<Record<CaseKind, { kind: 'timeout' | 'ban'; as: string; replaces: boolean }>> = {
  timeout: { kind: 'timeout', as: 'Replaced by case', replaces: true },
  untimeout: { kind: 'timeout', as: 'Ended by case', replaces: false },
  ban: { kind: 'ban', as: 'Replaced by case', replaces: true },
  unban: { kind: 'ban', as: 'Ended by case', replaces: false },
};

/**
 * Resolves what new cases end: a member's earlier timeouts or bans. Where a new one takes their place, what would take it
 * back as well is not wanted any more: lifts, and ends of them that Discord was not asked for yet. The members must be locked.
 */
export async function closeEarlier(trx: Knex.Transaction, closers: readonly Closer[]): Promise<Closed[]> {
  const wanted = closers.flatMap(({ kind, lifts, at, ...rest }) => {
    const ends = closes[kind];
    const latest = at === undefined ? null : new Date(at).toISOString();
    return ends ? [{ ...rest, ...ends, latest, lifts: lifts && !ends.replaces }] : [];
  });
  if (wanted.length === 0) return [];
  const { rows } = await trx.raw<{ rows: Closed[] }>(closing, [JSON.stringify(wanted)]);
  return rows;
}

/** Of a case whose effect is still wanted, Discord may be doing it now. */
const closing = `
  WITH n AS (
    SELECT * FROM jsonb_to_recordset(?::jsonb) AS n (id bigint, guild bigint, "user" bigint, number integer, kind text,
      "as" text, by text, lifts boolean, replaces boolean, latest timestamptz)
  ), kept AS (
    UPDATE moderation_cases c SET lift = 'none', changed_at = now() FROM n
    WHERE n.replaces AND c.guild_id = n.guild AND c.user_id = n."user" AND c.kind = n.kind AND c.number < n.number
      AND c.lift = 'wanted' AND c.resolved_at IS NOT NULL AND c.created_at <= coalesce(n.latest, 'infinity')
  ), overtaken AS (
    UPDATE moderation_cases c SET effect = 'none', changed_at = now() FROM n
    WHERE n.replaces AND c.guild_id = n.guild AND c.user_id = n."user" AND c.kind = 'un' || n.kind AND c.number < n.number
      AND c.effect = 'wanted' AND c.created_at <= coalesce(n.latest, 'infinity')
  ), earlier AS (
    SELECT DISTINCT ON (c.id) c.id, n.id AS by, n.by AS name, n."as" || ' ' || n.number || '.' AS note,
      n.lifts AND c.effect = 'wanted' AND c.lift = 'none' AS lifts
    FROM n JOIN moderation_cases c ON c.guild_id = n.guild AND c.user_id = n."user" AND c.kind = n.kind
      AND c.number < n.number
    WHERE c.resolved_at IS NULL AND c.created_at <= coalesce(n.latest, 'infinity') ORDER BY c.id, n.number
  )
  UPDATE moderation_cases c SET lift = CASE WHEN e.lifts THEN 'wanted' ELSE c.lift END, resolved_at = now(),
    resolved_by = e.name, resolved_note = e.note, version = c.version + 1, changed_at = now()
  FROM earlier e WHERE c.id = e.id AND c.resolved_at IS NULL
  RETURNING c.id::text AS "case", c.number, e.by::text AS by, e.lifts`;
