import { DAY } from '../../shared/core/clock.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';

/** What the demo of a guild is made with. */
export interface DemoGuild {
  guild: Snowflake;
  users: Snowflake[];
  now: number;
  text: (plain: string) => string;
}

export interface DemoCase {
  kind: string;
  /** By place among the users. */
  user: number;
  ago: number;
  by: 'automod' | 'grace' | 'owner';
  reason: string;
  /** Milliseconds that a timeout or ban lasts. */
  lasts?: number;
  effect?: 'none' | 'wanted' | 'done' | 'failed';
  answer?: string;
  lift?: 'done' | 'failed';
  /** How long after, by whom, why. */
  resolved?: { after: number; by: string; note: string };
  evidence?: { channel: Snowflake; message: Snowflake; excerpt: string };
}

const warningLasts = 30 * DAY;

/** Opens these, oldest first, with the guild's next numbers, and the warnings among them; their ids and first number. */
export async function seedCases(
  db: Knex,
  { guild, users, now, text }: DemoGuild,
  cases: readonly DemoCase[],
): Promise<{ ids: string[]; first: number }> {
  const counter: { latest: number } | undefined = await db('case_counters')
    .where({ guild_id: guild })
    .first();
  const first = (counter?.latest ?? 0) + 1;
  const actors = {
    automod: { actor_kind: 'system', actor_id: null, actor_name: 'Auto-moderation' },
    grace: { actor_kind: 'member', actor_id: users[1], actor_name: text('grace') },
    owner: { actor_kind: 'staff', actor_id: '1', actor_name: text('owner') },
  };
  const rows = cases.map(({ kind, ago, by, reason, lasts, resolved, evidence, ...rest }, index) => ({
    guild_id: guild,
    number: first + index,
    operation: `demo:${first + index}`,
    kind,
    user_id: users[rest.user],
    ...actors[by],
    reason: text(reason),
    ends_at: lasts ? new Date(now - ago + lasts) : null,
    effect: rest.effect ?? (kind === 'warn' || kind === 'note' ? 'none' : 'done'),
    answer: rest.answer ? text(rest.answer) : null,
    lift: rest.lift ?? 'none',
    created_at: new Date(now - ago),
    changed_at: new Date(now - ago),
    resolved_at: resolved ? new Date(now - ago + resolved.after) : null,
    resolved_by: resolved ? text(resolved.by) : null,
    resolved_note: resolved ? text(resolved.note) : null,
    evidence: evidence ? JSON.stringify({ ...evidence, excerpt: text(evidence.excerpt) }) : null,
  }));
  const ids: string[] = [];
  for (const row of rows) {
    const [made]: { id: string }[] = await db('moderation_cases').insert(row, ['id']);
    ids.push(made?.id ?? '');
  }
  await db('case_counters')
    .insert({ guild_id: guild, latest: first + rows.length - 1 })
    .onConflict('guild_id')
    .merge();
  const warnings = rows.flatMap((row, index) => (row.kind === 'warn' ? [warningOf(row, ids[index])] : []));
  if (warnings.length > 0) await db('user_warnings').insert(warnings);
  return { ids, first };
}

function warningOf(
  { guild_id, user_id, actor_name, reason, created_at, resolved_at, resolved_by }: Row,
  case_id: string | undefined,
) {
  return {
    guild_id,
    user_id,
    case_id,
    actor_name,
    reason,
    created_at,
    expires_at: new Date(created_at.getTime() + warningLasts),
    withdrawn_at: resolved_at,
    withdrawn_by: resolved_by,
  };
}

interface Row {
  guild_id: Snowflake;
  user_id: Snowflake | undefined;
  actor_name: string;
  reason: string;
  created_at: Date;
  resolved_at: Date | null;
  resolved_by: string | null;
}
