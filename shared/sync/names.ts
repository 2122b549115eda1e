import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Question } from '../db/together.ts';

/** How users are called, of whom anything is known. */
export function userNames(ids: readonly Snowflake[]): Question<Map<Snowflake, string>> {
  return namesOf(
    "SELECT id::text, coalesce(nullif(global_name, ''), username) AS name FROM discord_users",
    ids,
  );
}

export function guildNames(ids: readonly Snowflake[]): Question<Map<Snowflake, string>> {
  return namesOf('SELECT id::text, name FROM guilds', ids);
}

const Rows = z.array(z.object({ id: z.string(), name: z.string() }));

/** Those without a name are left out. */
function namesOf(select: string, ids: readonly Snowflake[]): Question<Map<Snowflake, string>> {
  return {
    sql: `${select} WHERE id = ANY(?::bigint[])`,
    values: [[...new Set(ids)]],
    read: (rows) =>
      new Map(
        Rows.parse(rows)
          .filter(({ name }) => name !== '')
          .map(({ id, name }) => [id, name]),
      ),
  };
}
