import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

/** Which firings: one, or all of a rule that began in a time range (`to` is not part of it); those of `except` are left alone. */
export type Selection = ({ firing: string } | { rule: string; from: Date; to: Date }) & {
  except?: readonly Snowflake[];
};

/** A condition of SQL on the table `f`, with its values. */
interface Chosen {
  sql: string;
  values: Knex.RawBinding[];
}

/** Firings of our own that did something and were not undone yet. */
export function chosenBy(guild: Snowflake, selection: Selection): Chosen {
  const open = `f.guild_id = ? AND f.source = 'rule' AND f.mode = 'enforce' AND f.undone_at IS NULL
    AND f.user_id <> ALL(?::bigint[])`;
  const all = [guild, [...(selection.except ?? [])]];
  if ('firing' in selection) return { sql: `${open} AND f.id = ?`, values: [...all, selection.firing] };
  const { rule, from, to } = selection;
  return {
    sql: `${open} AND f.rule_id = ? AND f.started_at >= ? AND f.started_at < ?`,
    values: [...all, rule, from, to],
  };
}

export function theseFirings(ids: readonly string[]): Chosen {
  return { sql: 'f.id = ANY(?::bigint[])', values: [[...ids]] };
}

/**
 * What falls with the chosen firings. `warned`: the warnings that they gave. `gone`: cases of which nothing else asks for
 * what they ask for, and the ladder's that followed from those warnings; `lifts`: Discord has something to take back.
 */
const planning = (chosen: string) => `
  WITH chosen AS (SELECT f.* FROM automod_firings f WHERE ${chosen}),
  warned AS (
    SELECT w.id, w.case_id, w.guild_id FROM user_warnings w WHERE w.withdrawn_at IS NULL
      AND w.case_id IN (SELECT case_id FROM chosen WHERE outcome = 'acted' AND action ->> 'is' = 'warn')
  ), fallen AS (
    SELECT c.* FROM moderation_cases c
    WHERE c.id IN (SELECT case_id FROM chosen WHERE outcome IN ('acted', 'upgraded')) AND NOT EXISTS (
      SELECT FROM automod_firings f WHERE f.case_id = c.id AND f.undone_at IS NULL AND f.outcome IN ('acted', 'upgraded')
        AND f.action ->> 'is' = c.kind AND NOT EXISTS (SELECT FROM chosen WHERE chosen.id = f.id))
    UNION
    SELECT c.* FROM warned w JOIN moderation_cases c ON c.guild_id = w.guild_id AND c.operation = 'ladder:' || w.id
  ), gone AS (
    SELECT *, lift = 'none' AND effect <> 'failed' AND (kind = 'ban' OR kind = 'timeout' AND ends_at > now()) AS lifts
    FROM fallen WHERE resolved_at IS NULL
  )`;

const Preview = z.object({
  firings: z.number(),
  timeouts: z.number(),
  bans: z.number(),
  warnings: z.number(),
  /** Not undoable, as are deletions. */
  kicks: z.number(),
  /** Messages that are gone. */
  deletions: z.number(),
});
/** What undoing would take back, and what it cannot. */
export type Preview = z.infer<typeof Preview>;

export async function countFalling(db: Knex, { sql, values }: Chosen): Promise<Preview> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `${planning(sql)}
     SELECT (SELECT count(*)::integer FROM chosen) AS firings, (SELECT count(*)::integer FROM warned) AS warnings,
       count(*) FILTER (WHERE kind = 'timeout' AND lifts)::integer AS timeouts,
       count(*) FILTER (WHERE kind = 'ban' AND lifts)::integer AS bans,
       count(*) FILTER (WHERE kind = 'kick')::integer AS kicks,
       (SELECT count(DISTINCT m.message_id)::integer FROM chosen JOIN automod_firing_messages m ON m.firing_id = chosen.id
         WHERE m.deletion = 'done') AS deletions
     FROM gone`,
    values,
  );
  return Preview.parse(rows[0]);
}

const Falling = z.object({
  cases: z.array(z.object({ id: z.string(), lifts: z.boolean() })),
  /** Cases whose warning is withdrawn. */
  warned: z.array(z.string()),
});

export async function findFalling(trx: Knex, { sql, values }: Chosen): Promise<z.infer<typeof Falling>> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `${planning(sql)}
     SELECT coalesce((SELECT jsonb_agg(jsonb_build_object('id', id::text, 'lifts', lifts) ORDER BY id) FROM gone), '[]') AS cases,
       ARRAY(SELECT case_id::text FROM warned ORDER BY 1) AS warned`,
    values,
  );
  return Falling.parse(rows[0]);
}
