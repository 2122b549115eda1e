import type { MaintenanceKind } from '../../shared/maintenance/kinds.ts';
import type { MaintenanceRun } from '../../shared/maintenance/model.ts';
import { type Results, readResult } from '../../shared/maintenance/results.ts';
import { many } from './database-words.ts';

interface Found {
  text: string;
  tone: 'plain' | 'good' | 'warn';
}

/** What a run has come to, in a line; undefined where it has nothing to tell yet. */
export function foundBy({ kind, result, finishedAt }: MaintenanceRun): Found | undefined {
  const read = readResult(kind, result);
  const found = read && tell(kind, read);
  if (!found || finishedAt) return found;
  return { text: `${found.text} so far`, tone: found.tone === 'good' ? 'plain' : found.tone };
}

function tell<K extends MaintenanceKind>(kind: K, result: Results[K]): Found {
  return words[kind](result);
}

const words: { [K in MaintenanceKind]: (result: Results[K]) => Found } = {
  'ledger-check': ({ differ }) =>
    judge(differ, differ === 1 ? '1 member differs' : `${many(differ, 'members')} differ`, 'Nobody differs'),
  recount: ({ corrected, refused }) =>
    refused > 0
      ? { text: `${many(corrected, 'members')} corrected, ${refused} cannot be`, tone: 'warn' }
      : plain(`${many(corrected, 'members')} corrected`),
  'orphan-check': ({ orphans }) => judge(orphans, many(orphans, 'orphans'), 'No orphans'),
  vacuum: ({ tables }) => plain(many(tables, 'tables')),
  analyze: ({ tables }) => plain(many(tables, 'tables')),
  retention: ({ partitions, deleted, addresses, texts }) => {
    const rows = Object.values(deleted).reduce((sum, some) => sum + some, 0) + addresses + texts;
    return plain(`${many(partitions.length, 'partitions')}, ${many(rows, 'rows')}`);
  },
  'cache-flush': ({ copies }) =>
    plain(`${copies.toLocaleString('en')} ${copies === 1 ? 'copy' : 'copies'} forgotten`),
};

function plain(text: string): Found {
  return { text, tone: 'plain' };
}

function judge(count: number, bad: string, good: string): Found {
  return count > 0 ? { text: bad, tone: 'warn' } : { text: good, tone: 'good' };
}
