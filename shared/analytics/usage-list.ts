import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { CommandUsage } from './record-models.ts';

export interface UsageFilters {
  user?: Snowflake | undefined;
  from?: Date | undefined;
  /** Not part of it. */
  to?: Date | undefined;
}

/** Uses of commands in a guild, or (null) anywhere, without an order or a limit; the table is called `u`. */
export function selectUsages(
  db: Knex,
  guild: Snowflake | null,
  { user, from, to }: UsageFilters,
): Knex.QueryBuilder {
  const rows = db({ u: CommandUsage.tableName }).select('u.*');
  if (guild !== null) rows.where('u.guild_id', guild);
  if (user !== undefined) rows.where('u.user_id', user);
  if (from) rows.where('u.at', '>=', from);
  if (to) rows.where('u.at', '<', to);
  return rows;
}
