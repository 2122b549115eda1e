import { z } from 'zod';
import type { Knex } from '../db/knex.ts';

interface Node {
  'Node Type': string;
  'Relation Name'?: string | undefined;
  'Shared Hit Blocks'?: number | undefined;
  'Shared Read Blocks'?: number | undefined;
  Plans?: Node[] | undefined;
}
const Node: z.ZodType<Node> = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Shared Hit Blocks': z.number().optional(),
  'Shared Read Blocks': z.number().optional(),
  get Plans() {
    return z.array(Node).optional();
  },
});
const Explained = z.object({ 'QUERY PLAN': z.array(z.object({ Plan: Node })) });

/** Does the work, and names the tables that Postgres would read from end to end for the queries of it. */
export async function tablesScanned(db: Knex, work: () => Promise<unknown>): Promise<string[]> {
  return (await plansFor(db, work, 'FORMAT JSON')).flatMap(nodesOf).flatMap((node) => {
    const table = node['Relation Name'];
    return node['Node Type'] === 'Seq Scan' && table ? [table] : [];
  });
}

/** Does the work, which only reads, twice, and counts the blocks of 8 KB that Postgres looked into for the queries of it. */
export async function blocksRead(db: Knex, work: () => Promise<unknown>): Promise<number> {
  const plans = await plansFor(db, work, 'ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON');
  const blocks = plans.map((plan) => (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0));
  return blocks.reduce((sum, some) => sum + some, 0);
}

async function plansFor(db: Knex, work: () => Promise<unknown>, options: string): Promise<Node[]> {
  const asked: { sql: string; bindings: Knex.RawBinding[] }[] = [];
  const note = (query: { sql: string; bindings: Knex.RawBinding[] }) => asked.push(query);
  db.on('query', note);
  try {
    await work();
  } finally {
    db.off('query', note);
  }
  return Promise.all(asked.map((query) => planOf(db, query, options)));
}

async function planOf(
  db: Knex,
  { sql, bindings }: { sql: string; bindings: Knex.RawBinding[] },
  options: string,
): Promise<Node> {
  const question = `EXPLAIN (${options}) ${sql.replace(/\$\d+/g, '?')}`;
  const { rows } = await db.raw<{ rows: unknown[] }>(question, bindings);
  const plan = Explained.parse(rows[0])['QUERY PLAN'][0];
  if (!plan) throw new Error(`Postgres has no plan for ${sql}`);
  return plan.Plan;
}

function nodesOf(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
