import { z } from 'zod';
import { DAY } from '../core/clock.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { firstIdAt } from '../db/first-id.ts';
import type { Knex } from '../db/knex.ts';
import type { KindName } from './kinds/registry.ts';
import { AutoModFiring, AutoModFiringMessage, type Outcome } from './model.ts';
import type { modes } from './rule.ts';

/** What firings may be asked for by; `from` and `to` (which is not part of it) are of when they began. */
export interface FiringFilters {
  rule?: string | undefined;
  user?: Snowflake | undefined;
  mode?: (typeof modes)[number] | undefined;
  outcome?: Outcome | undefined;
  /** `discord`: of Discord's own AutoMod. */
  kind?: KindName | 'discord' | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

const FiringCase = z.object({
  id: z.string(),
  number: z.number(),
  kind: z.string(),
  effect: z.enum(['none', 'wanted', 'done', 'failed']),
  /** How Discord answered where it refused. */
  answer: z.string().nullable(),
  lift: z.enum(['none', 'wanted', 'done', 'failed']),
  endsAt: z.coerce.date().nullable(),
  resolvedAt: z.coerce.date().nullable(),
});
/** The case of a firing, and what came of it. */
export type FiringCase = z.infer<typeof FiringCase>;

export type ListedFiring = AutoModFiring & { case: FiringCase | null };

/**
 * Firings of a guild, or of all, without an order or a limit; rows for `toFiring`. Their table is `f`, whose `id` rises with
 * time. `first` is what `firstFiring` found for `from`.
 */
export function selectFirings(
  db: Knex,
  guild: Snowflake | null,
  { rule, user, mode, outcome, kind, from, to }: FiringFilters,
  first?: string,
): Knex.QueryBuilder {
  const rows = db('automod_firings AS f')
    .leftJoin('moderation_cases AS c', 'c.id', 'f.case_id')
    .select('f.*', db.raw(caseColumn));
  if (guild !== null) rows.where('f.guild_id', guild);
  if (rule !== undefined) rows.where('f.rule_id', rule);
  if (user !== undefined) rows.where('f.user_id', user);
  if (mode) rows.where('f.mode', mode);
  if (outcome) rows.where('f.outcome', outcome);
  if (kind) rows.where('f.rule_kind', kind);
  if (from) rows.where('f.started_at', '>=', from);
  if (to) rows.where('f.started_at', '<', to);
  if (first !== undefined) rows.whereRaw('f.id >= ?::bigint', [first]);
  return rows;
}

const caseColumn = `
  CASE WHEN c.id IS NOT NULL THEN jsonb_build_object('id', c.id::text, 'number', c.number, 'kind', c.kind, 'effect', c.effect,
    'answer', c.answer, 'lift', c.lift, 'endsAt', c.ends_at, 'resolvedAt', c.resolved_at) END AS "case"`;

/** Before it, no firing is of that time or later: a list from a time on begins with it, and reads nothing older. */
export function firstFiring(db: Knex, from: Date): Promise<string> {
  return firstIdAt(db, 'automod_firings', from.getTime() - DAY); // clocks differ, and transactions overlap
}

export function toFiring(row: Record<string, unknown>): ListedFiring {
  return Object.assign(AutoModFiring.fromDatabaseJson(row), { case: FiringCase.nullable().parse(row.case) });
}

export async function findFiring(
  { db }: { db: Knex },
  guild: Snowflake,
  id: string,
): Promise<ListedFiring | undefined> {
  const row: Record<string, unknown> | undefined = await selectFirings(db, guild, {})
    .where('f.id', id)
    .first();
  return row && toFiring(row);
}

/** The messages that belong to a firing, first one first. */
export async function listEvidence(
  { db }: { db: Knex },
  firing: string,
  limit: number,
): Promise<AutoModFiringMessage[]> {
  return AutoModFiringMessage.query(db).where('firing_id', firing).orderBy('message_id').limit(limit);
}
