import { z } from 'zod';
import { type Period, spanOf } from '../analytics/periods.ts';
import type { Knex } from '../db/knex.ts';

/** Of how many clicks sources are counted, the latest of a period: as much as a page may read. */
export const mostCounted = 5_000;
export const mostSources = 10; // of each kind
const mostAgents = 60; // many differ only in what nobody wants to know

const Row = z.object({
  kind: z.enum(['all', 'referrer', 'agent', 'ip']),
  /** '': none was given. */
  source: z.string(),
  people: z.coerce.number(),
  bots: z.coerce.number(),
});
export type Source = Omit<z.output<typeof Row>, 'kind'>;

export interface Sources {
  /** How many clicks were looked at: `mostCounted` where there may be more. */
  counted: number;
  /** Hosts. */
  referrers: Source[];
  /** As they call themselves: more than the others, to be put together (web/http/merge-agents.ts). */
  agents: Source[];
  ips: Source[];
}

/** Where the latest clicks of a redirect in a period came from, the most frequent first. */
export async function readSources(
  { db }: { db: Knex },
  redirect: string,
  { period, now }: { period: Period; now: number },
): Promise<Sources> {
  const bindings = [redirect, new Date(spanOf(period, now).from), mostCounted, mostAgents, mostSources];
  const { rows } = await db.raw<{ rows: unknown[] }>(counting, bindings);
  const found = z.array(Row).parse(rows);
  const of = (kind: z.output<typeof Row>['kind']) =>
    found.filter((row) => row.kind === kind).map(({ kind: _, ...source }) => source);
  const counted = of('all').reduce((sum, { people, bots }) => sum + people + bots, 0);
  return { counted, referrers: of('referrer'), agents: of('agent'), ips: of('ip') };
}

const counting = `
  WITH seen AS MATERIALIZED (
    SELECT bot, referrer_host, agent, ip FROM redirect_clicks
    WHERE redirect_id = ? AND at >= ? ORDER BY at DESC, id DESC LIMIT ?
  )
  SELECT kind, source, people, bots FROM (
    SELECT kind, source, count(*) FILTER (WHERE NOT bot) AS people, count(*) FILTER (WHERE bot) AS bots,
      row_number() OVER (PARTITION BY kind ORDER BY count(*) DESC, source) AS place
    FROM seen, LATERAL (VALUES ('all', ''), ('referrer', coalesce(referrer_host, '')), ('agent', coalesce(agent, '')),
      ('ip', host(ip))) AS told (kind, source)
    GROUP BY kind, source
  ) summed
  WHERE place <= CASE kind WHEN 'agent' THEN ?::bigint ELSE ?::bigint END ORDER BY kind, place`;
