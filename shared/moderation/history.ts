import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { type ListedCase, listCases } from './case-list.ts';
import type { CaseKind } from './model.ts';
import { type ListedWarning, listWarnings } from './warning-list.ts';

const mostWarnings = 100; // the highest rung of a ladder

/** What a member has been through in a guild. */
export interface History {
  /** Newest first; of all of them, a page. */
  cases: ListedCase[];
  counts: Record<CaseKind, number>;
  /** Newest first. */
  activeWarnings: ListedWarning[];
}

/** `before`: the id of the last case of the page before. */
export async function memberHistory(
  { db }: { db: Knex },
  guild: Snowflake,
  user: Snowflake,
  page: { before?: string | undefined; limit: number },
): Promise<History> {
  const [cases, counts, activeWarnings] = await Promise.all([
    listCases({ db }, [guild], { user, ...page }),
    countCases(db, guild, user),
    listWarnings({ db }, [guild], { user, state: 'active', limit: mostWarnings }),
  ]);
  return { cases, counts, activeWarnings };
}

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
