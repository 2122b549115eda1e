import type { Knex } from '../db/knex.ts';
import { ErrorOccurrence, RouteError } from './model.ts';

export type { ErrorOccurrence, RouteError } from './model.ts';

type Deps = { db: Knex };

export const errorStates = ['open', 'resolved'] as const;
export type ErrorState = (typeof errorStates)[number];

/** After which one a page begins: the last one of the page before. */
export interface Place {
  at: Date;
  id: string;
}

/** Kinds of errors, the last one to happen first. */
export async function listErrors(
  { db }: Deps,
  { state, before, limit }: { state: ErrorState; before?: Place | undefined; limit: number },
): Promise<RouteError[]> {
  const query = RouteError.query(db)
    .orderBy([
      { column: 'last_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
  if (before) query.whereRaw('(last_at, id) < (?, ?::bigint)', [before.at, before.id]);
  return state === 'open' ? query.whereNull('resolved_at') : query.whereNotNull('resolved_at');
}

export async function findError({ db }: Deps, id: string): Promise<RouteError | undefined> {
  return RouteError.query(db).findById(id);
}

/** The latest about which somebody was told this id. */
export async function findTold({ db }: Deps, told: string): Promise<ErrorOccurrence | undefined> {
  return ErrorOccurrence.query(db).where({ told }).orderBy('at', 'desc').first();
}

export async function findOccurrence({ db }: Deps, { at, id }: Place): Promise<ErrorOccurrence | undefined> {
  return ErrorOccurrence.query(db).findOne({ id, at });
}

/** Of one kind, the latest first. */
export async function listOccurrences(
  { db }: Deps,
  error: string,
  { before, limit }: { before?: Place | undefined; limit: number },
): Promise<ErrorOccurrence[]> {
  const query = ErrorOccurrence.query(db)
    .where('error_id', error)
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
  if (before) query.whereRaw('(at, id) < (?, ?::uuid)', [before.at, before.id]);
  return query;
}
