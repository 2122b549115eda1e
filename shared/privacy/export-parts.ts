import { HOUR } from '../core/clock.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { heldRange } from '../db/partitions.ts';
import type { Partitioned } from '../db/retention.ts';

/** One file of the archive: what is in it, and its rows by the page. */
export interface ExportPart {
  name: string;
  /** The table that it is read from. */
  of: string;
  /** For the README: what it tells. */
  tells: string;
  pages(deps: { db: Knex }, user: Snowflake, now: number): AsyncGenerator<object[]>;
}

/** Rows that one query reads, and so what is in memory at once. */
const atOnce = 1_000;

/**
 * Pages of a query in which `:user` is the user, and `:<key>` what the last row said of its key; `first`: what comes before
 * every row. The keys are selected as columns of these names, and left out of what is told where they begin with `_`.
 */
export function byKey(sql: string, first: Record<string, string>): ExportPart['pages'] {
  return async function* ({ db }, user) {
    let after = first;
    for (;;) {
      const { rows } = await db.raw<{ rows: Record<string, unknown>[] }>(`${sql} LIMIT ${atOnce}`, {
        ...after,
        user,
      });
      const last = rows.at(-1);
      if (!last) return;
      yield rows.map(withoutKeys);
      if (rows.length < atOnce) return;
      after = Object.fromEntries(Object.keys(first).map((key) => [key, keyText(last[key])]));
    }
  };
}

const known = 'SELECT guild_id AS id FROM guild_members WHERE user_id = :user';

/** The same guild by guild, where an index leads with the guild (`:guild`): those that they are known in, unless told. */
export function byGuild(sql: string, first: Record<string, string>, among = known): ExportPart['pages'] {
  return async function* (deps, user, now) {
    const guilds = await deps.db.raw<{ rows: { id: Snowflake }[] }>(`${among} ORDER BY id`, { user });
    for (const { id } of guilds.rows)
      yield* byKey(sql.replaceAll(':guild', `'${id}'::bigint`), first)(deps, user, now);
  };
}

/** Hour by hour, where only the time leads an index (`:from`, `:to`), over all that the table holds. */
export function byHour(table: Partitioned['table'], sql: string): ExportPart['pages'] {
  return async function* ({ db }, user, now) {
    const held = await db.raw<{ rows: { since: Date | null }[] }>(heldRange(table));
    const since = held.rows[0]?.since?.getTime() ?? now;
    for (let from = since; from <= now; from += HOUR) {
      const bounds = { from: new Date(from), to: new Date(from + HOUR), user };
      const { rows } = await db.raw<{ rows: Record<string, unknown>[] }>(sql, bounds);
      if (rows.length > 0) yield rows.map(withoutKeys);
    }
  };
}

const looked = 5_000; // rows of a table without an index for it that one query goes through

/** The same where no index finds them: the table is gone through by its ids. `columns` and `find` are SQL, as above. */
export function byLooking(table: string, columns: string, find: string): ExportPart['pages'] {
  return async function* ({ db }, user) {
    for (let after = '0'; ; ) {
      const { rows: ends } = await db.raw<{ rows: { last: string | null }[] }>(
        `SELECT max(id)::text AS last FROM (SELECT id FROM ${table} WHERE id > ? ORDER BY id LIMIT ${looked}) page`,
        [after],
      );
      const last = ends[0]?.last;
      if (!last) return;
      const { rows } = await db.raw<{ rows: object[] }>(
        `SELECT ${columns} FROM ${table} WHERE id > :after AND id <= :last AND ${find} ORDER BY id`,
        { after, last, user },
      );
      if (rows.length > 0) yield rows;
      after = last;
    }
  };
}

function withoutKeys(row: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('_')));
}

function keyText(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}
