import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

/** One file of the archive: what is in it, and its rows by the page. */
export interface ExportPart {
  name: string;
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

/** Hour by hour, where only the time leads an index (`:from`, `:to`), for as long as rows are kept (milliseconds). */
export function byHour(sql: string, kept: number, hour: number): ExportPart['pages'] {
  return async function* ({ db }, user, now) {
    for (let from = Math.floor((now - kept) / hour - 24) * hour; from <= now; from += hour) {
      const bounds = { from: new Date(from), to: new Date(from + hour), user };
      const { rows } = await db.raw<{ rows: Record<string, unknown>[] }>(sql, bounds);
      if (rows.length > 0) yield rows.map(withoutKeys);
    }
  };
}

function withoutKeys(row: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('_')));
}

function keyText(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}
