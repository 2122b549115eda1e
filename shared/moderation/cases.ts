import { z } from 'zod';
import type { Actor } from '../core/actor.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { runTogether, type Step } from '../db/prepared.ts';
import type { Evidence } from './evidence.ts';
import { type CaseKind, caseKinds, type EffectState, effectStates } from './model.ts';

/** A case to be opened. */
export interface CaseOrder {
  guild: Snowflake;
  user: Snowflake;
  /** What opens it, once in a guild: `firing:<id>`, `ladder:<warning>`, `int:<interaction>`, `audit:<entry>`. */
  operation: string;
  kind: CaseKind;
  actor: Actor;
  /** Up to 4,000 characters. */
  reason: string;
  /** Of a timeout, or of a ban that ends by itself. */
  endsAt: Date | null;
  deleteMessageSeconds: number;
  evidence?: Evidence | null;
  /** The member is told before Discord is asked. */
  tellsFirst?: boolean;
  /** Discord's own entry of what a moderator did there: it is done already. */
  auditEntry?: Snowflake;
}

export const CaseState = z.object({
  id: z.string(),
  guild: z.string(),
  number: z.number(),
  user: z.string(),
  operation: z.string(),
  kind: z.enum(caseKinds),
  /** Milliseconds since 1970. */
  endsAt: z.number().nullable(),
  effect: z.enum(effectStates),
  lift: z.enum(effectStates),
  resolved: z.boolean(),
});
/** A case as far as one needs it to act on it. */
export type CaseState = z.infer<typeof CaseState>;

/** Of the table `c`, as CaseState has them. */
export const caseColumns = `c.id::text AS id, c.guild_id::text AS guild, c.number, c.user_id::text AS "user", c.operation,
  c.kind, (extract(epoch FROM c.ends_at) * 1000)::float8 AS "endsAt", c.effect, c.lift, c.resolved_at IS NOT NULL AS resolved`;

const Opened = CaseState.extend({ isNew: z.boolean() });
export type OpenedCase = z.infer<typeof Opened>;

/**
 * Opens cases in one round trip, whatever their number, in the order given; where an operation has opened its case
 * already, answers with that. Until the transaction ends nobody else opens one in these guilds: numbers have no gaps and
 * no twins. The guilds must have rows. Answers in the order of their numbers, guild by guild.
 */
export async function openCases(trx: Knex.Transaction, orders: readonly CaseOrder[]): Promise<OpenedCase[]> {
  if (orders.length === 0) return [];
  const [, opened] = await runTogether(trx, openingCases(orders));
  return opened;
}

/** The steps of openCases, where others follow. */
export function openingCases(orders: readonly CaseOrder[]): [Step<void>, Step<OpenedCase[]>] {
  const wanted = orders.map(({ actor, kind, endsAt, ...rest }) => ({
    ...rest,
    kind,
    endsAt: endsAt?.toISOString() ?? null,
    actorKind: actor.kind,
    actorId: actor.kind === 'system' ? null : actor.id,
    actorName: actor.name,
    effect: effectOf(kind, rest.auditEntry),
  }));
  return [
    { statement: counting, values: [orders.map(({ guild }) => guild)], read: () => {} },
    { statement: opening, values: [JSON.stringify(wanted)], read: (rows) => z.array(Opened).parse(rows) },
  ];
}

/** Which of these operations have opened their case. */
export async function findOpened(
  { db }: { db: Knex },
  guild: Snowflake,
  operations: readonly string[],
): Promise<Set<string>> {
  if (operations.length === 0) return new Set();
  const found: string[] = await db('moderation_cases')
    .where({ guild_id: guild })
    .whereIn('operation', [...operations])
    .pluck('operation');
  return new Set(found);
}

/** Warnings and notes are ours alone. */
function effectOf(kind: CaseKind, auditEntry: Snowflake | undefined): EffectState {
  if (kind === 'note' || kind === 'warn') return 'none';
  return auditEntry === undefined ? 'wanted' : 'done';
}

const counting = {
  name: 'lock-case-counters',
  sql: `INSERT INTO case_counters AS c (guild_id) SELECT DISTINCT guild FROM unnest(?::bigint[]) AS g (guild) ORDER BY guild
    ON CONFLICT (guild_id) DO UPDATE SET latest = c.latest`,
};

/** By its own snapshot, taken under the counters' locks; `old` therefore has none of those that it opens. */
const opening = {
  name: 'open-cases',
  sql: `
  WITH wanted AS (
    SELECT DISTINCT ON (guild, operation) * FROM ROWS FROM (
      jsonb_to_recordset(?::jsonb) AS (guild bigint, operation text, "user" bigint, kind text, "actorKind" text,
        "actorId" bigint, "actorName" text, reason text, "endsAt" timestamptz, "deleteMessageSeconds" integer, effect text,
        evidence jsonb, "tellsFirst" boolean, "auditEntry" bigint)
    ) WITH ORDINALITY AS w (guild, operation, "user", kind, "actorKind", "actorId", "actorName", reason, "endsAt",
      "deleteMessageSeconds", effect, evidence, "tellsFirst", "auditEntry", place)
    ORDER BY guild, operation, place
  ), old AS (
    SELECT c.* FROM wanted w JOIN moderation_cases c ON c.guild_id = w.guild AND c.operation = w.operation
  ), fresh AS (
    SELECT w.*, row_number() OVER (PARTITION BY guild ORDER BY place) AS nth FROM wanted w
    WHERE NOT EXISTS (SELECT FROM old WHERE old.guild_id = w.guild AND old.operation = w.operation)
  ), counted AS (
    UPDATE case_counters k SET latest = k.latest + f.many
    FROM (SELECT guild, count(*)::integer AS many FROM fresh GROUP BY guild) f WHERE k.guild_id = f.guild
    RETURNING k.guild_id AS guild, k.latest - f.many AS before
  ), opened AS (
    INSERT INTO moderation_cases (guild_id, number, operation, kind, user_id, actor_kind, actor_id, actor_name, reason,
      ends_at, delete_message_seconds, effect, evidence, tells_first, audit_entry_id)
    SELECT f.guild, k.before + f.nth, operation, kind, "user", "actorKind", "actorId", "actorName", reason, "endsAt",
      "deleteMessageSeconds", effect, evidence, coalesce("tellsFirst", false), "auditEntry"
    FROM fresh f JOIN counted k ON k.guild = f.guild ORDER BY f.guild, f.nth
    RETURNING *
  )
  SELECT ${caseColumns}, isnew AS "isNew"
  FROM (SELECT *, true AS isnew FROM opened UNION ALL SELECT *, false FROM old) c ORDER BY c.guild_id, c.number`,
};
