import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from './knex.ts';

interface Newest {
  /** What the rows' table is called in them; its `id` rises with time. */
  table: string;
  /** The id of the last row of the page before. */
  before?: string | undefined;
  limit: number;
}

/**
 * The newest rows of these guilds; null stands for all guilds. `of` selects those of one guild, or of all. Of each guild
 * no more are read than are shown: one condition over several would walk the rows of everybody.
 */
export async function listNewest(
  db: Knex,
  guilds: readonly Snowflake[] | null,
  of: (guild: Snowflake | null) => Knex.QueryBuilder,
  { table, before, limit }: Newest,
): Promise<Record<string, unknown>[]> {
  const newest = (guild: Snowflake | null) => {
    const rows = of(guild).orderBy(`${table}.id`, 'desc').limit(limit);
    return before === undefined ? rows : rows.whereRaw('??.id < ?::bigint', [table, before]);
  };
  if (guilds === null) return newest(null);
  const [one, ...others] = guilds;
  if (one === undefined) return [];
  if (others.length === 0) return newest(one);
  return db
    .from(db.unionAll(guilds.map(newest), true).as(table))
    .orderBy(`${table}.id`, 'desc')
    .limit(limit);
}
