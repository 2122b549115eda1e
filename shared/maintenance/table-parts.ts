import { z } from 'zod';
import type { Knex } from '../db/knex.ts';
import { askTogether } from '../db/together.ts';

const Partition = z.object({ name: z.string(), rows: z.coerce.number(), bytes: z.coerce.number() });
/** `scans`: how often Postgres read it since its counts began anew; of a partitioned table's, all parts together. */
const Index = z.object({
  name: z.string(),
  unique: z.boolean(),
  bytes: z.coerce.number(),
  scans: z.coerce.number(),
});
export type TablePart = z.infer<typeof Partition>;
export type TableIndex = z.infer<typeof Index>;

/** Of a table: its partitions, the youngest first, and its indexes, the largest first. */
export async function readParts(
  { db }: { db: Knex },
  table: string,
): Promise<{ partitions: TablePart[]; indexes: TableIndex[] }> {
  const [partitions, indexes] = await askTogether(db, [
    {
      sql: `SELECT c.relname AS name, greatest(c.reltuples, 0)::bigint AS rows, pg_total_relation_size(c.oid) AS bytes
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
        WHERE p.relnamespace = 'public'::regnamespace AND p.relname = ? ORDER BY c.relname DESC`,
      values: [table],
      read: (rows: unknown) => z.array(Partition).parse(rows),
    },
    {
      sql: `SELECT c.relname AS name, i.indisunique AS "unique", sum(pg_relation_size(part.oid)) AS bytes,
          coalesce(sum(s.idx_scan), 0) AS scans
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
          JOIN LATERAL (SELECT c.oid UNION ALL SELECT inhrelid FROM pg_inherits WHERE inhparent = c.oid) part (oid) ON true
          LEFT JOIN pg_stat_user_indexes s ON s.indexrelid = part.oid
        WHERE t.relnamespace = 'public'::regnamespace AND t.relname = ?
        GROUP BY c.oid, c.relname, i.indisunique ORDER BY bytes DESC, name`,
      values: [table],
      read: (rows: unknown) => z.array(Index).parse(rows),
    },
  ] as const);
  return { partitions, indexes };
}
