import type { LazyMap } from '../../world/lazy-map.ts';
import type { Reply } from '../reply.ts';
import { idIn, idProblem, limitIn } from './page-query.ts';

/** Which part of a list is asked for; ids as numbers, null where left out. */
export interface Page {
  limit: number;
  before: bigint | null;
  after: bigint | null;
}

/** Reads `limit`, `before` and `after`; a reply where one of them is malformed. */
export function pageIn(query: URLSearchParams, limits: { most: number; usual: number }): Page | Reply {
  const limit = limitIn(query, limits);
  if (typeof limit !== 'number') return limit;
  const problem = idProblem(query, ['before', 'after']);
  return problem ?? { limit, before: idIn(query, 'before') ?? null, after: idIn(query, 'after') ?? null };
}

/** By id, ascending; the last ones before `before`, else the first ones after `after`. Sorts no more than it must. */
export function cut<T>(items: Iterable<T>, idOf: (item: T) => string, page: Page): T[] {
  const { limit, before, after } = page;
  const descending = before !== null && after === null;
  const closer = (a: T, b: T) => (descending ? byId(idOf(b), idOf(a)) : byId(idOf(a), idOf(b)));
  let found: T[] = [];
  let last: T | null = null;
  for (const item of items) {
    if (last !== null && closer(item, last) > 0) continue;
    const id = BigInt(idOf(item));
    if ((before !== null && id >= before) || (after !== null && id <= after)) continue;
    found.push(item);
    if (found.length < 2 * limit) continue;
    found = found.sort(closer).slice(0, limit);
    last = found.at(-1) ?? null;
  }
  const chosen = found.sort(closer).slice(0, limit);
  return descending ? chosen.reverse() : chosen;
}

/** The same of a map's ids: of thousands that are only made on demand, none is looked at in vain. */
export function idsOn(map: LazyMap<unknown>, page: Page): string[] {
  return page.before === null
    ? map.idsAfter(page.after ?? -1n, page.limit)
    : cut(map.keys(), (id) => id, page);
}

/** Compares two snowflakes as numbers. */
export function byId(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : Number(a > b);
}
