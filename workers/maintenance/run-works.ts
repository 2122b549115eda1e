import { flushGuild } from '../../shared/maintenance/flush.ts';
import type { MaintenanceKind } from '../../shared/maintenance/kinds.ts';
import { checkAllAccounts } from '../../shared/maintenance/ledger-check.ts';
import { checkOrphans } from '../../shared/maintenance/orphan-check.ts';
import { recountAll } from '../../shared/maintenance/recount.ts';
import { analyzeTables, vacuumTables } from '../../shared/maintenance/vacuum.ts';
import type { Work } from '../../shared/maintenance/work.ts';
import { applyRetention } from './run-retention.ts';

/** What each kind of maintenance does. */
export const works = {
  'ledger-check': checkAllAccounts,
  recount: recountAll,
  'orphan-check': checkOrphans,
  vacuum: vacuumTables,
  analyze: analyzeTables,
  retention: applyRetention,
  'cache-flush': flushGuild,
} as const satisfies Record<MaintenanceKind, Work>;
