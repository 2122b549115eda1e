import type { Knex } from '../db/knex.ts';
import { Redirect } from './model.ts';

export const redirectStates = ['on', 'off'] as const;
export type RedirectState = (typeof redirectStates)[number];

export interface RedirectFilters {
  /** Anywhere in name, target or note, whatever its case. */
  find?: string | undefined;
  state?: RedirectState | undefined;
  /** The name at which the page before ended. */
  after?: string | undefined;
  limit: number;
}

/** Redirects by name. */
export async function listRedirects(
  { db }: { db: Knex },
  { find, state, after, limit }: RedirectFilters,
): Promise<Redirect[]> {
  const query = Redirect.query(db).orderBy('name').limit(limit);
  if (after) query.where('name', '>', after);
  if (state) query.where('enabled', state === 'on');
  const pattern = find && `%${find.replace(/[\\%_]/g, '\\$&')}%`;
  if (pattern)
    query.whereRaw('(name ILIKE ? OR target ILIKE ? OR note ILIKE ?)', [pattern, pattern, pattern]);
  return query;
}
