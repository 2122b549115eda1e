import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Step } from '../db/prepared.ts';
import { CaseState, caseColumns } from '../moderation/cases.ts';
import { actions } from './action.ts';
import type { Hit } from './hit.ts';
import { outcomes } from './model.ts';

const Beside = z.object({
  id: z.string(),
  is: z.enum(actions),
  from: z.number(),
  until: z.number(),
  case: CaseState.nullable(),
});
const Row = z.object({
  /** Of the firing, stored or to be. */
  id: z.string(),
  /** What stands there under this rule, member and burst. */
  known: z
    .object({
      outcome: z.enum(outcomes),
      /** Microseconds since 1970. */
      createdAt: z.string(),
      undone: z.boolean(),
      case: CaseState.nullable(),
    })
    .nullable(),
  /** When this transaction began. */
  now: z.string(),
  /** Of an enforced one that is not known: enforced ones of the member whose time overlaps and that still stand. */
  beside: z.array(Beside),
});
/** A hit and what is stored about it. */
export type Found = z.infer<typeof Row> & { hit: Hit };

const newest = 200; // of a member's firings: an incident is at most as old as a burst is long

/**
 * Finds what is stored about hits, in one statement and in their order; one that is new is given an id. The members must
 * be locked, so that it stays true.
 */
export function findingKnown(hits: readonly Hit[]): Step<Found[]> {
  const asked = hits.map(({ guild, user, rule, burst, mode, from, until }, place) => ({
    place,
    guild,
    user,
    rule: rule.id,
    burst,
    enforced: mode === 'enforce',
    from,
    until,
  }));
  const read = (rows: unknown[]) =>
    z
      .array(Row)
      .parse(rows)
      .map((row, place) => ({ ...row, hit: hits[place] as Hit })); // one row each, in their order
  return { statement: finding, values: [JSON.stringify(asked)], read };
}

function micros(time: string): string {
  return `(extract(epoch FROM ${time}) * 1000000)::bigint::text`;
}

function millis(time: string): string {
  return `(extract(epoch FROM ${time}) * 1000)::float8`;
}

/** The member that a hit is about, as a key of maps. */
export function memberOf({ guild, user }: { guild: Snowflake; user: Snowflake }): string {
  return `${guild}:${user}`;
}

const finding = {
  name: 'find-known-firings',
  sql: `
  SELECT coalesce(k.id, nextval(pg_get_serial_sequence('automod_firings', 'id')))::text AS id,
     CASE WHEN k.id IS NOT NULL THEN jsonb_build_object('outcome', k.outcome, 'createdAt', ${micros('k.created_at')},
       'undone', k.undone_at IS NOT NULL, 'case', (SELECT to_jsonb(s) FROM (SELECT ${caseColumns} FROM moderation_cases c WHERE c.id = k.case_id) s)) END AS known,
     ${micros('now()')} AS now,
     CASE WHEN h.enforced AND k.id IS NULL THEN (
       SELECT coalesce(jsonb_agg(to_jsonb(b)), '[]') FROM (
         SELECT f.id::text, f.action ->> 'is' AS "is", ${millis('f.started_at')} AS "from", ${millis('f.until_at')} AS until,
           CASE WHEN c.id IS NOT NULL THEN (SELECT to_jsonb(s) FROM (SELECT ${caseColumns}) s) END AS "case"
         FROM (SELECT * FROM automod_firings WHERE guild_id = h.guild AND user_id = h."user" ORDER BY id DESC LIMIT ${newest}) f
           LEFT JOIN moderation_cases c ON c.id = f.case_id
         WHERE f.mode = 'enforce' AND f.undone_at IS NULL
           AND f.until_at >= to_timestamp(h."from" / 1000.0) AND f.started_at <= to_timestamp(h.until / 1000.0)
           AND (c.id IS NULL OR c.resolved_at IS NULL AND c.lift = 'none')
       ) b) ELSE '[]' END AS beside
   FROM jsonb_to_recordset(?::jsonb) AS h (place integer, guild bigint, "user" bigint, rule bigint, burst text,
       enforced boolean, "from" numeric, until numeric)
     LEFT JOIN automod_firings k ON k.rule_id = h.rule AND k.user_id = h."user" AND k.burst = h.burst
   ORDER BY h.place`,
};
