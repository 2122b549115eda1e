import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { CaseKind } from './model.ts';

export async function countCases(
  db: Knex,
  guild: Snowflake,
  user: Snowflake,
): Promise<Record<CaseKind, number>> {
  const { rows } = await db.raw<{ rows: { kind: string; many: number }[] }>(
    `SELECT kind, count(*)::integer AS many FROM moderation_cases WHERE guild_id = ? AND user_id = ? GROUP BY kind`,
    [guild, user],
  );
  const many = new Map(rows.map((row) => [row.kind, row.many]));
  const count = (kind: CaseKind) => many.get(kind) ?? 0;
  return {
    ...{ note: count('note'), warn: count('warn'), timeout: count('timeout'), untimeout: count('untimeout') },
    ...{ kick: count('kick'), ban: count('ban'), unban: count('unban') },
  };
}
