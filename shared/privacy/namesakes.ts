import type { Knex } from '../db/knex.ts';
import type { Forgotten } from './erase.ts';

/** Where an id stands beside the name of whoever did something. */
const acted = ['moderation_cases', 'audit_entries'] as const;
const looked = 20_000; // rows that one statement looks at: nothing finds names

/** Which table comes next, and its last row that was looked at. */
export interface NamesakesCursor {
  next: number;
  after?: string;
}

/**
 * Of the names under which a user acted, those under which nobody else did in some more of what was ever done: anybody may
 * call themselves what they like, and what stands under a name alone may be another's. `cursor`: undefined where nothing is left.
 */
export async function dropNamesakes(
  db: Knex,
  { user, actedAs }: Pick<Forgotten, 'user' | 'actedAs'>,
  { next, after = '0' }: NamesakesCursor,
): Promise<{ actedAs: readonly string[]; cursor: NamesakesCursor | undefined }> {
  const table = acted[next];
  if (!table || actedAs.length === 0) return { actedAs, cursor: undefined };
  const { rows } = await db.raw<{ rows: { names: string[]; last: string | null }[] }>(
    `WITH page AS (
       SELECT id, actor_name, actor_kind <> 'member' OR actor_id <> :user AS is_other FROM ${table}
       WHERE id > :after ORDER BY id LIMIT ${looked})
     SELECT ARRAY(SELECT DISTINCT actor_name FROM page WHERE is_other AND actor_name = ANY(:actedAs)) AS names,
       (SELECT max(id)::text FROM page) AS last`,
    { user, actedAs: [...actedAs], after },
  );
  const { names = [], last = null } = rows[0] ?? {};
  return {
    actedAs: actedAs.filter((name) => !names.includes(name)),
    cursor: last === null ? { next: next + 1 } : { next, after: last },
  };
}
