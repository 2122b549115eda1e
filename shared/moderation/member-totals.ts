import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { askTogether, type Question } from '../db/together.ts';
import { type CaseKind, caseKinds } from './model.ts';

/** How much a user has been through in a guild. */
export interface MemberTotals {
  cases: Partial<Record<CaseKind, number>>;
  activeWarnings: number;
}

const Row = z.object({ guild: z.string(), kind: z.enum([...caseKinds, 'active']), many: z.number() });

export async function countByGuild(
  { db }: { db: Knex },
  user: Snowflake,
  guilds: readonly Snowflake[],
): Promise<Map<Snowflake, MemberTotals>> {
  const [totals] = await askTogether(db, [totalsByGuild(user, guilds)]);
  return totals;
}

/** By guild, of those of these in which there was anything. */
export function totalsByGuild(
  user: Snowflake,
  guilds: readonly Snowflake[],
): Question<Map<Snowflake, MemberTotals>> {
  return {
    sql: `SELECT guild_id::text AS guild, kind, count(*)::integer AS many FROM moderation_cases
     WHERE user_id = ? AND guild_id = ANY(?::bigint[]) GROUP BY guild_id, kind
     UNION ALL
     SELECT guild_id::text, 'active', count(*)::integer FROM user_warnings
     WHERE user_id = ? AND guild_id = ANY(?::bigint[]) AND withdrawn_at IS NULL AND (expires_at IS NULL OR expires_at > now())
     GROUP BY guild_id`,
    values: [user, [...guilds], user, [...guilds]],
    read: (rows) => sumUp(z.array(Row).parse(rows)),
  };
}

function sumUp(rows: readonly z.infer<typeof Row>[]): Map<Snowflake, MemberTotals> {
  const totals = new Map<Snowflake, MemberTotals>();
  for (const { guild, kind, many } of rows) {
    const of = totals.get(guild) ?? { cases: {}, activeWarnings: 0 };
    if (kind === 'active') of.activeWarnings = many;
    else of.cases[kind] = many;
    totals.set(guild, of);
  }
  return totals;
}
