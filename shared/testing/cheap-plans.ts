import type { Client } from 'pg';
import { z } from 'zod';
import type { Knex } from '../db/knex.ts';
import { claimLarge } from './large-tables.ts';
import type { Statement } from './statements.ts';

const most = 100_000; // rows (design §6)

interface Node {
  'Node Type': string;
  'Plan Rows': number;
  'Relation Name'?: string | undefined;
  Filter?: string | undefined;
  Strategy?: string | undefined;
  Plans?: Node[] | undefined;
}
const Node: z.ZodType<Node> = z.object({
  'Node Type': z.string(),
  'Plan Rows': z.number(),
  'Relation Name': z.string().optional(),
  Filter: z.string().optional(),
  Strategy: z.string().optional(),
  get Plans() {
    return z.array(Node).optional();
  },
});
const Explained = z.object({ 'QUERY PLAN': z.array(z.object({ Plan: Node })) });

/**
 * Which of these statements would read a large part of a large table, were there a million members (large-tables.ts): every
 * one that reads more than 100,000 rows from end to end, or as many by an index without a limit that ends it. In words.
 */
export async function findCostly(db: Knex, statements: readonly Statement[]): Promise<string[]> {
  const found = new Set<string>();
  const trx = await db.transaction();
  try {
    const client: Client = await trx.client.acquireConnection(); // the transaction's, which keeps it
    await claimLarge(client);
    const sizes = await sizesOf(client);
    for (const { text, values } of statements)
      for (const why of costsOf(await planOf(client, { text, values }), sizes))
        found.add(`${why}: ${text.replace(/\s+/g, ' ')}`);
  } finally {
    await trx.rollback();
  }
  return [...found];
}

async function sizesOf(client: Client): Promise<Map<string, number>> {
  const { rows } = await client.query<{ name: string; rows: number }>(
    "SELECT relname AS name, reltuples AS rows FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
  );
  return new Map(rows.map(({ name, rows }) => [name, rows]));
}

async function planOf(client: Client, { text, values }: Statement): Promise<Node> {
  const { rows } = await client.query<object>({ text: `EXPLAIN (FORMAT JSON) ${text}`, values });
  const plan = Explained.parse(rows[0])['QUERY PLAN'][0];
  if (!plan) throw new Error(`Postgres has no plan for ${text}`);
  return plan.Plan;
}

/** What takes all of its input before it gives anything: a limit above does not end the reading below. */
const takesAll = ({ 'Node Type': type, Strategy }: Node) =>
  ['Sort', 'Hash', 'Bitmap Heap Scan', 'Recursive Union', 'WindowAgg', 'ModifyTable'].includes(type) ||
  (type === 'Aggregate' && Strategy !== 'Sorted');

/** `limit`: after how many rows of this node those above want no more. */
function costsOf(node: Node, sizes: ReadonlyMap<string, number>, limit = Infinity): string[] {
  const { 'Node Type': type, 'Relation Name': table, 'Plan Rows': rows, Plans = [] } = node;
  const below = takesAll(node) ? Infinity : type === 'Limit' ? Math.min(limit, rows) : limit;
  const own = table ? costOf(node, { table, limit: below }, sizes) : undefined;
  return [...(own ? [own] : []), ...Plans.flatMap((plan) => costsOf(plan, sizes, below))];
}

function costOf(
  { 'Node Type': type, 'Plan Rows': rows, Filter: filter }: Node,
  { table, limit }: { table: string; limit: number },
  sizes: ReadonlyMap<string, number>,
): string | undefined {
  if (type === 'Seq Scan') {
    const read = filter ? Infinity : limit; // of what a filter drops nobody knows how much comes first
    return Math.min(read, sizes.get(table) ?? 0) > most ? `reads ${table} from end to end` : undefined;
  }
  return type.endsWith('Scan') && limit === Infinity && rows > most
    ? `reads ${rows} rows of ${table}`
    : undefined;
}
