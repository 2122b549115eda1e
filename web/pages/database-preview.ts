import { isAdjustable, keptDays } from '../../shared/core/kept-days.ts';
import { findDue } from '../../shared/maintenance/due.ts';
import type { MaintenanceKind } from '../../shared/maintenance/kinds.ts';
import { lastDone } from '../../shared/maintenance/list.ts';
import { nameOf } from '../../shared/maintenance/orphan-check.ts';
import { references } from '../../shared/maintenance/references.ts';
import { estimateMembers, estimateRows } from '../../shared/maintenance/tables.ts';
import { lookAtAccounts, lookAtDifferences } from './database-preview-accounts.ts';
import { lookAtTables } from './database-preview-tables.ts';
import { about, goesInWords, type Look, when } from './database-preview-words.ts';
import { inDays } from './database-table.ts';

/** What is looked at before each kind of maintenance is begun: bounded, whatever the tables hold. */
export const previews: Record<MaintenanceKind, Look> = {
  'ledger-check': lookAtAccounts,
  recount: lookAtDifferences,
  'orphan-check': async (deps) => {
    const [rows, last] = await Promise.all([
      estimateRows(
        deps,
        references.map(({ table }) => table),
      ),
      lastDone(deps, 'orphan-check'),
    ]);
    const cells = references.map((reference) => [nameOf(reference)]);
    const columns = [{ text: 'Column' }];
    return {
      facts: [about('Rows', rows), { term: 'Last check', text: when(last) }],
      rows: { caption: 'What is looked at', columns, cells, none: '' },
    };
  },
  vacuum: lookAtTables,
  analyze: lookAtTables,
  retention: async (deps) => {
    const due = await findDue(deps, deps.clock(), deps.config.RETENTION);
    const cells = due.map(({ table, kept, goes }) => [
      table,
      inDays(kept),
      isAdjustable(table) ? `${keptDays[table].least} to ${keptDays[table].most}` : '–',
      goesInWords(goes),
    ]);
    const columns = [
      { text: 'Table' },
      { text: 'Stays' },
      { text: 'Days that RETENTION may name' },
      { text: 'Goes now' },
    ];
    return { facts: [], rows: { caption: 'What goes', columns, cells, none: '' } };
  },
  'cache-flush': async (deps, { guild }) => ({
    facts: [
      ...(guild ? [about('Members', await estimateMembers(deps, guild))] : []),
      {
        term: 'Forgotten',
        text: 'Settings, and who was paid today, in all processes; copies of accounts in Redis',
      },
      { term: 'Stays', text: 'Everything in Postgres; windows of auto-moderation, prompts, sessions' },
    ],
  }),
};
