import { listTables } from '../../shared/maintenance/tables.ts';
import { formatTime } from '../http/format.ts';
import { type Look, numbers, numeral } from './database-preview-words.ts';
import { sizeInWords } from './file-words.ts';

const mostShown = 20;

/** Tables of which most rows are gone, or the one that is named. */
export const lookAtTables: Look = async (deps, { table }) => {
  const tables = (await listTables(deps)).filter(({ name }) => !table || name === table);
  const sum = (of: 'dead' | 'bytes') => tables.reduce((all, one) => all + one[of], 0);
  const cells = tables
    .toSorted((one, other) => other.dead - one.dead)
    .slice(0, mostShown)
    .map(({ name, dead, rows, bytes, vacuumedAt, analyzedAt }) => [
      ...[name, numeral(rows), numeral(dead), sizeInWords(bytes)],
      ...[vacuumedAt, analyzedAt].map((at) => (at ? formatTime(at).text : 'never')),
    ]);
  const times = [{ text: 'Vacuumed (UTC)' }, { text: 'Analysed (UTC)' }];
  const columns = [{ text: 'Table' }, ...numbers('Rows', 'Gone', 'Size'), ...times];
  return {
    facts: [
      { term: 'Tables', text: numeral(tables.length) },
      { term: 'Size', text: sizeInWords(sum('bytes')) },
      { term: 'Rows that are gone', text: numeral(sum('dead')) },
    ],
    rows: { caption: 'Where most rows are gone', columns, cells, none: 'There is no such table.' },
  };
};
