import { z } from 'zod';
import type { Knex } from '../db/knex.ts';

interface Node {
  'Node Type': string;
  'Relation Name'?: string | undefined;
  Plans?: Node[] | undefined;
}
const Node: z.ZodType<Node> = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  get Plans() {
    return z.array(Node).optional();
  },
});
const Explained = z.object({ 'QUERY PLAN': z.array(z.object({ Plan: Node })) });

/** Does the work, and names the tables that Postgres would read from end to end for the queries of it. */
export async function tablesScanned(db: Knex, work: () => Promise<unknown>): Promise<string[]> {
  const asked: { sql: string; bindings: Knex.RawBinding[] }[] = [];
  const note = (query: { sql: string; bindings: Knex.RawBinding[] }) => asked.push(query);
  db.on('query', note);
  try {
    await work();
  } finally {
    db.off('query', note);
  }
  const plans = await Promise.all(asked.map((query) => planOf(db, query)));
  return plans.flatMap(nodesOf).flatMap((node) => {
    const table = node['Relation Name'];
    return node['Node Type'] === 'Seq Scan' && table ? [table] : [];
  });
}

async function planOf(
  db: Knex,
  { sql, bindings }: { sql: string; bindings: Knex.RawBinding[] },
): Promise<Node> {
  const question = `EXPLAIN (FORMAT JSON) ${sql.replace(/\$\d+/g, '?')}`;
  const { rows } = await db.raw<{ rows: unknown[] }>(question, bindings);
  const plan = Explained.parse(rows[0])['QUERY PLAN'][0];
  if (!plan) throw new Error(`Postgres has no plan for ${sql}`);
  return plan.Plan;
}

function nodesOf(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
