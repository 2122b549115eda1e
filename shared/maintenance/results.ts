import { z } from 'zod';
import { Difference } from '../bytes/check-ledger.ts';
import type { MaintenanceKind } from './kinds.ts';

/** So many of what was found are named; all are counted. */
export const mostNamed = 200;

const Count = z.int().min(0);

/** What each kind has to tell, while it is under way and afterwards. */
export const results = {
  'ledger-check': z.object({ differ: Count, members: z.array(Difference) }),
  /** `refused`: their ledger adds up to less than nothing, which no row can say. */
  recount: z.object({
    corrected: Count,
    refused: Count,
    members: z.array(Difference.extend({ refused: z.boolean() })),
  }),
  'orphan-check': z.object({
    orphans: Count,
    /** Those with any; `samples` are their keys. */
    references: z.array(z.object({ name: z.string(), orphans: Count, samples: z.array(z.string()) })),
  }),
  vacuum: tables(),
  analyze: tables(),
  retention: z.object({
    partitions: z.array(z.string()),
    deleted: z.record(z.string(), Count),
    addresses: Count,
    texts: Count,
  }),
  'cache-flush': z.object({ copies: Count, features: z.array(z.string()) }),
} as const satisfies Record<MaintenanceKind, z.ZodType>;

export type Results = { [K in MaintenanceKind]: z.infer<(typeof results)[K]> };

/** What was kept, as its kind reads it; undefined where there is nothing yet. */
export function readResult<K extends MaintenanceKind>(kind: K, kept: unknown): Results[K] | undefined {
  const schemas: { [N in MaintenanceKind]: z.ZodType<Results[N]> } = results;
  return schemas[kind].safeParse(kept).data;
}

/** The slowest are named. Sizes in bytes, of the table with its indexes. */
function tables() {
  const Table = z.object({ table: z.string(), ms: Count, before: Count, after: Count });
  return z.object({ tables: Count, before: Count, after: Count, slowest: z.array(Table) });
}
