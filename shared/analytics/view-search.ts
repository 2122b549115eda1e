import { z } from 'zod';
import type { Knex } from '../db/knex.ts';

/** Codes that matter by themselves, and all failures together. */
export const refusals = ['401', '403', '404', '429', '5xx'] as const;

export interface ViewSearch {
  ip?: string | undefined;
  route?: string | undefined;
  status?: (typeof refusals)[number] | undefined;
  by?: 'people' | 'bots' | undefined;
}

/** Where a list goes on: behind this view. */
export interface ViewPlace {
  at: Date;
  id: string;
}

const View = z.object({
  id: z.string(),
  at: z.coerce.date(),
  method: z.string(),
  path: z.string(),
  route: z.string().nullable(),
  status: z.number(),
  ms: z.number(),
  ip: z.string(),
  agent: z.string().nullable(),
  referrer: z.string().nullable(),
  bot: z.boolean(),
});
export type View = z.infer<typeof View>;

const Found = z.object({
  views: z.array(View),
  seen: z.coerce.number(),
  last: z.object({ at: z.coerce.date(), id: z.string() }).nullable(),
});

const mostSeen = 5_000;

/**
 * Page views, the latest first. One condition is looked up by an index; among the rows that it brings no more than some
 * thousand are looked through for the others. `next` is where to go on, also where nothing was found so far.
 */
export async function searchViews(
  { db }: { db: Knex },
  search: ViewSearch,
  { before, limit }: { before?: ViewPlace | undefined; limit: number },
): Promise<{ views: View[]; next: ViewPlace | undefined }> {
  const conditions = conditionsOf(search);
  const indexed = conditions.slice(0, 1).filter(({ isIndexed }) => isIndexed);
  const rest = conditions.slice(indexed.length);
  const leading = [...indexed, ...(before ? [behind(before)] : [])];
  const reach = rest.length > 0 ? mostSeen : limit + 1;
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `WITH seen AS MATERIALIZED (
       SELECT * FROM page_views WHERE ${all(leading)} ORDER BY at DESC, id DESC LIMIT ?
     ), found AS (
       SELECT id, at, method, path, route, status, ms, abbrev(ip) AS ip, agent, referrer, bot FROM seen
       WHERE ${all(rest)} ORDER BY at DESC, id DESC LIMIT ?
     )
     SELECT (SELECT coalesce(json_agg(found ORDER BY at DESC, id DESC), '[]') FROM found) AS views, (SELECT count(*) FROM seen) AS seen,
       (SELECT json_build_object('at', at, 'id', id) FROM seen ORDER BY at, id LIMIT 1) AS last`,
    [...valuesOf(leading), reach, ...valuesOf(rest), limit + 1],
  );
  const { views, seen, last } = Found.parse(rows[0]);
  if (views.length > limit) return { views: views.slice(0, limit), next: views[limit - 1] };
  return { views, next: (seen === reach && last) || undefined };
}

interface Condition {
  sql: string;
  values: readonly Knex.RawBinding[];
  isIndexed?: true;
}

/** Those that leave the fewest rows come first. */
function conditionsOf({ ip, route, status, by }: ViewSearch): Condition[] {
  const found: Condition[] = [];
  if (ip) found.push({ sql: 'ip = ?::inet', values: [ip], isIndexed: true });
  if (route && route !== 'none') found.push({ sql: 'route = ?', values: [route], isIndexed: true });
  if (status === '5xx') found.push({ sql: 'status >= 500', values: [], isIndexed: true });
  else if (status) found.push({ sql: 'status = ? AND status >= 400', values: [status], isIndexed: true });
  if (route === 'none') found.push({ sql: 'route IS NULL', values: [] });
  if (by) found.push({ sql: by === 'bots' ? 'bot' : 'NOT bot', values: [] });
  return found;
}

function behind({ at, id }: ViewPlace): Condition {
  return { sql: 'at <= ? AND (at, id) < (?, ?::uuid)', values: [at, at, id] };
}

function all(conditions: readonly Pick<Condition, 'sql'>[]): string {
  return conditions.map(({ sql }) => sql).join(' AND ') || 'true';
}

function valuesOf(conditions: readonly Condition[]): Knex.RawBinding[] {
  return conditions.flatMap(({ values }) => values);
}
