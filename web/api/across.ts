import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import type { Caller } from '../http/caller.ts';
import { mayReach } from '../http/caller.ts';
import { seek } from '../http/list.ts';
import { type Refusal, refuse } from '../http/problem.ts';

type Asked = Parameters<typeof seek>;

/** How a page of some guilds' rows is read: `of` selects those of one guild, or of all; `table` is what it calls theirs. */
interface Across {
  of(guild: Snowflake | null): Knex.QueryBuilder;
  table: string;
  orders: Asked[1];
  asked: Asked[2];
}

/**
 * Rows of these guilds (null: of all), for `readPage`. One short list per guild by its index: one condition over all of
 * them would walk the rows of everybody.
 */
export function selectAcross(
  db: Knex,
  guilds: readonly Snowflake[] | null,
  { of, table, orders, asked }: Across,
): Knex.QueryBuilder {
  if (guilds === null) return of(null);
  const [only, ...others] = guilds;
  if (only === undefined) return of(null).whereRaw('false');
  if (others.length === 0) return of(only);
  const pages = guilds.map((guild) => seek(of(guild), orders, asked));
  return db.from(db.unionAll(pages, true).as(table)).select('*');
}

/** The guilds that are asked for: the one that the query names, or all that the key reaches. */
export function guildsOf(caller: Caller, guild: Snowflake | undefined): Snowflake[] | null | Refusal {
  if (guild === undefined) return caller.guilds;
  return mayReach(caller, guild) ? [guild] : refuse('not-found');
}
