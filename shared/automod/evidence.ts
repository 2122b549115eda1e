import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Step } from '../db/prepared.ts';
import { operationOf, type Verdict } from './verdicts.ts';

export interface Evidence {
  message: Snowflake;
  channel: Snowflake;
}

/**
 * Writes firings and their messages in one statement: of a known firing only what grew. Answers with the messages, of those
 * that were told of, whose deletion is wanted, by firing. A firing that was undone deletes no more. The cases that the
 * firings open must be there.
 */
export function savingFirings(verdicts: readonly Verdict[]): Step<Map<string, Evidence[]>> {
  const firings = verdicts.map(({ found: { id, hit }, outcome, pending }) => ({
    id,
    guild: hit.guild,
    user: hit.user,
    source: hit.source,
    rule: hit.rule.id,
    name: hit.rule.name,
    kind: hit.rule.kind,
    version: hit.rule.version,
    burst: hit.burst,
    mode: hit.mode,
    action: hit.action,
    deletes: hit.deletes && hit.mode === 'enforce',
    outcome,
    case: pending?.stored?.id ?? null,
    opened: pending?.opener ? operationOf(pending.opener) : null,
    ...hit.counted,
    conditions: hit.conditions,
    excerpt: hit.excerpt,
    from: hit.from,
    to: hit.to,
    until: hit.until,
  }));
  const messages = verdicts.flatMap(({ found: { id, hit } }) =>
    hit.messages.map((message) => ({
      firing: id,
      message: message.id,
      channel: message.channel,
      at: message.at,
    })),
  );
  return { statement: writing, values: [JSON.stringify(messages), JSON.stringify(firings)], read: byFiring };
}

const Row = z.object({ firing: z.string(), message: z.string(), channel: z.string() });

function byFiring(rows: unknown[]): Map<string, Evidence[]> {
  const wanted = new Map<string, Evidence[]>();
  for (const { firing, message, channel } of z.array(Row).parse(rows)) {
    const known = wanted.get(firing) ?? [];
    if (known.length === 0) wanted.set(firing, known);
    known.push({ message, channel });
  }
  return wanted;
}

/** Members are locked, so nobody else adds to these firings. Foreign keys are checked when the whole statement is done. */
const writing = {
  name: 'save-firings',
  sql: `
  WITH told AS (
    SELECT DISTINCT ON (firing, message) firing, message, channel, to_timestamp(at / 1000.0) AS at
    FROM jsonb_to_recordset(?::jsonb) AS m (firing bigint, message bigint, channel bigint, at numeric)
    ORDER BY firing, message, at
  ), stored AS (
    SELECT t.firing, t.message, t.channel, m.deletion
    FROM told t JOIN automod_firing_messages m ON m.firing_id = t.firing AND m.message_id = t.message
  ), fresh AS (
    SELECT * FROM told t WHERE NOT EXISTS (SELECT FROM stored s WHERE s.firing = t.firing AND s.message = t.message)
  ), written AS (
    INSERT INTO automod_firings AS f (id, guild_id, user_id, source, rule_id, rule_name, rule_kind, rule_version, burst, mode,
      action, deletes, outcome, case_id, reached, needed, within_ms, conditions, excerpt, messages, started_at, latest_at,
      until_at)
    OVERRIDING SYSTEM VALUE
    SELECT id, guild, "user", source, rule, name, kind, version, burst, mode, action, deletes, outcome,
      coalesce("case", (SELECT c.id FROM moderation_cases c WHERE c.guild_id = guild AND c.operation = opened)), reached, needed,
      within, conditions, excerpt, (SELECT count(*) FROM fresh WHERE firing = h.id), to_timestamp("from" / 1000.0),
      to_timestamp("to" / 1000.0), to_timestamp(until / 1000.0)
    FROM jsonb_to_recordset(?::jsonb) AS h (id bigint, guild bigint, "user" bigint, source text, rule bigint, name text,
      kind text, version integer, burst text, mode text, action jsonb, deletes boolean, outcome text, "case" bigint,
      opened text, reached integer, needed integer, within integer, conditions jsonb, excerpt text, "from" numeric, "to" numeric,
      until numeric)
    ORDER BY rule, "user", burst
    ON CONFLICT (rule_id, user_id, burst) DO UPDATE SET messages = f.messages + excluded.messages,
      started_at = least(f.started_at, excluded.started_at), latest_at = greatest(f.latest_at, excluded.latest_at),
      until_at = greatest(f.until_at, excluded.until_at)
    WHERE excluded.messages > 0 OR excluded.started_at < f.started_at OR excluded.until_at > f.until_at
      OR excluded.latest_at > f.latest_at
    RETURNING id, deletes AND undone_at IS NULL AS deletes
  ), kept AS (
    INSERT INTO automod_firing_messages (firing_id, message_id, channel_id, at, deletion)
    SELECT n.firing, n.message, n.channel, n.at, CASE WHEN w.deletes THEN 'wanted' ELSE 'none' END
    FROM fresh n JOIN written w ON w.id = n.firing ORDER BY 1, 2
    RETURNING firing_id, message_id, channel_id, deletion
  )
  SELECT firing_id::text AS firing, message_id::text AS message, channel_id::text AS channel FROM kept
  WHERE deletion = 'wanted'
  UNION ALL SELECT firing::text, message::text, channel::text FROM stored WHERE deletion = 'wanted'
  ORDER BY 1, 2`,
};
