import type { Due } from '../../shared/maintenance/due.ts';
import type { MaintenanceRun } from '../../shared/maintenance/model.ts';
import type { Deps } from '../context.ts';
import { formatTime } from '../http/format.ts';
import { foundBy } from './database-found.ts';
import { many } from './database-words.ts';

export type Look = (
  deps: Pick<Deps, 'db' | 'clock' | 'config'>,
  at: { guild?: string | undefined; table?: string | undefined },
) => Promise<Preview>;

/** What a run would be about, as far as that is known without its work. */
export interface Preview {
  facts: { term: string; text: string }[];
  /** More of it, row by row. */
  rows?: { caption: string; columns: Column[]; cells: Cell[][]; none: string };
}
type Column = { text: string; number?: true };
type Cell = string | { text: string; href: string; hint?: string };

export function when(run: MaintenanceRun | undefined): string {
  if (!run?.finishedAt) return 'never';
  return `${formatTime(run.finishedAt).text} UTC: ${foundBy(run)?.text ?? 'done'}`;
}

export function about(term: string, count: number | null): { term: string; text: string } {
  return { term, text: count === null ? 'nobody told how many' : `about ${numeral(count)}` };
}

export function goesInWords(goes: Due['goes']): string {
  if (goes.is === 'partitions') return goes.names.join(', ') || 'nothing';
  if (goes.rows === 0) return 'nothing';
  return goes.more ? `more than ${many(goes.rows, 'rows')}` : many(goes.rows, 'rows');
}

export function numbers(...texts: string[]): Column[] {
  return texts.map((text) => ({ text, number: true }));
}

export function numeral(count: number): string {
  return count.toLocaleString('en');
}
