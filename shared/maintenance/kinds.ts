/** Whether a run names one table, or one guild: it must, it may, or there is no such thing. */
type Named = 'always' | 'sometimes' | 'never';

/** What can be done to the database. A new one is an entry here, a result (results.ts) and a work (workers/maintenance). */
export const maintenanceKinds = {
  'ledger-check': { table: 'never', guild: 'sometimes' },
  recount: { table: 'never', guild: 'sometimes' },
  'orphan-check': { table: 'never', guild: 'never' },
  vacuum: { table: 'sometimes', guild: 'never' },
  analyze: { table: 'sometimes', guild: 'never' },
  retention: { table: 'never', guild: 'never' },
  'cache-flush': { table: 'never', guild: 'always' },
} as const satisfies Record<string, Record<'table' | 'guild', Named>>;

export type MaintenanceKind = keyof typeof maintenanceKinds;

export const kindNames = Object.keys(maintenanceKinds) as [MaintenanceKind, ...MaintenanceKind[]]; // its own keys
