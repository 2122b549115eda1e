import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import {
  type FiringFilters,
  firstFiring,
  type ListedFiring,
  selectFirings,
  toFiring,
} from './firing-list.ts';
import { AutoModFiring } from './model.ts';

interface Asked extends FiringFilters {
  /** Where the page before ended. */
  before?: string | undefined;
  limit: number;
}

/** Firings of these guilds, newest first; null stands for all guilds. Of each guild no more are read than are shown. */
export async function listFirings(
  { db }: { db: Knex },
  guilds: readonly Snowflake[] | null,
  { before, limit, ...filters }: Asked,
): Promise<ListedFiring[]> {
  if (guilds?.length === 0) return [];
  const first = filters.from && (await firstFiring(db, filters.from));
  const newest = (guild: Snowflake | null) => {
    const rows = selectFirings(db, guild, filters, first).orderBy('f.id', 'desc').limit(limit);
    return before === undefined ? rows : rows.whereRaw('f.id < ?::bigint', [before]);
  };
  const [one = null, ...others] = guilds ?? [];
  const query =
    others.length === 0
      ? newest(one)
      : db
          .from(db.unionAll([one, ...others].map(newest), true).as('f'))
          .orderBy('f.id', 'desc')
          .limit(limit);
  const rows: Record<string, unknown>[] = await query;
  return rows.map(toFiring);
}

/** What a rule of the guild was called when it fired last: also one that is gone. */
export async function nameFiredRule(
  { db }: { db: Knex },
  guild: Snowflake,
  rule: string,
): Promise<string | undefined> {
  const last = await AutoModFiring.query(db)
    .where({ rule_id: rule, guild_id: guild, source: 'rule' })
    .orderBy('id', 'desc')
    .first();
  return last?.ruleName;
}
