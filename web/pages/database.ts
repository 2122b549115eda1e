import { kindNames } from '../../shared/maintenance/kinds.ts';
import { listRuns } from '../../shared/maintenance/list.ts';
import { listTables, type TableSize } from '../../shared/maintenance/tables.ts';
import { type Page, show } from '../http/page.ts';
import { viewRuns } from './database-runs.ts';
import { kindWords } from './database-words.ts';
import { sizeInWords } from './file-words.ts';

const template = new URL('./database.pug', import.meta.url);
const latest = 5; // runs

/** How large the database is, what was done about it, and what can be. */
export const database: Page[] = [
  {
    method: 'get',
    path: '/admin/database',
    access: 'admin',
    async handle(ctx, deps) {
      const [tables, runs] = await Promise.all([listTables(deps), listRuns(deps, { limit: latest })]);
      show(ctx, deps, template, {
        title: 'Database',
        wide: true,
        numbers: numbersOf(tables),
        kinds: kindNames.map((kind) => ({ ...kindWords[kind], href: `/admin/database/new/${kind}` })),
        runs: await viewRuns(deps, runs),
        tables: tables.map(viewTable),
      });
    },
  },
];

/** A table with its sizes in words. */
export function viewTable(table: TableSize) {
  const { bytes, indexBytes, name } = table;
  const href = `/admin/database/tables/${name}`;
  return { ...table, size: sizeInWords(bytes), indexSize: sizeInWords(indexBytes), href };
}

function numbersOf(tables: readonly TableSize[]): { term: string; text: string }[] {
  const sum = (of: (table: TableSize) => number) => tables.reduce((all, table) => all + of(table), 0);
  return [
    { term: 'Size', text: sizeInWords(sum(({ bytes }) => bytes)) },
    { term: 'Of that, indexes', text: sizeInWords(sum(({ indexBytes }) => indexBytes)) },
    { term: 'Rows', text: sum(({ rows }) => rows).toLocaleString('en') },
    { term: 'Gone, not freed', text: sum(({ dead }) => dead).toLocaleString('en') },
  ];
}
