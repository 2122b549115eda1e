import type { Knex } from '../db/knex.ts';
import { PageView } from './record-models.ts';

export interface ViewFilters {
  /** Whole; of those that were cut short, the network. */
  ip?: string | undefined;
  from?: Date | undefined;
  /** Not part of it. */
  to?: Date | undefined;
}

/** Page views without an order or a limit. */
export function selectViews(db: Knex, { ip, from, to }: ViewFilters): Knex.QueryBuilder {
  const rows = db(PageView.tableName).select('*');
  if (ip) rows.whereRaw('ip = ?::inet', [ip]);
  if (from) rows.where('at', '>=', from);
  if (to) rows.where('at', '<', to);
  return rows;
}
