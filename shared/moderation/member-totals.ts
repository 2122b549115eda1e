import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { type CaseKind, caseKinds } from './model.ts';

/** How much a user has been through in a guild. */
export interface MemberTotals {
  cases: Partial<Record<CaseKind, number>>;
  activeWarnings: number;
}

const Row = z.object({ guild: z.string(), kind: z.enum([...caseKinds, 'active']), many: z.number() });

/** By guild, of those of these in which there was anything, in one query. */
export async function countByGuild(
  { db }: { db: Knex },
  user: Snowflake,
  guilds: readonly Snowflake[],
): Promise<Map<Snowflake, MemberTotals>> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT guild_id::text AS guild, kind, count(*)::integer AS many FROM moderation_cases
     WHERE user_id = ? AND guild_id = ANY(?::bigint[]) GROUP BY guild_id, kind
     UNION ALL
     SELECT guild_id::text, 'active', count(*)::integer FROM user_warnings
     WHERE user_id = ? AND guild_id = ANY(?::bigint[]) AND withdrawn_at IS NULL AND (expires_at IS NULL OR expires_at > now())
     GROUP BY guild_id`,
    [user, [...guilds], user, [...guilds]],
  );
  const totals = new Map<Snowflake, MemberTotals>();
  for (const { guild, kind, many } of z.array(Row).parse(rows)) {
    const of = totals.get(guild) ?? { cases: {}, activeWarnings: 0 };
    if (kind === 'active') of.activeWarnings = many;
    else of.cases[kind] = many;
    totals.set(guild, of);
  }
  return totals;
}
