import { DAY, HOUR } from '../../shared/core/clock.ts';
import { AppError } from '../../shared/core/errors.ts';
import { retention } from '../../shared/db/retention.ts';
import { readParts } from '../../shared/maintenance/table-parts.ts';
import { findTable } from '../../shared/maintenance/tables.ts';
import { type Page, show } from '../http/page.ts';
import { viewTable } from './database.ts';
import { many } from './database-words.ts';
import { sizeInWords } from './file-words.ts';

const template = new URL('./database-table.pug', import.meta.url);

/** One table: its partitions, its indexes, and how long its rows stay. */
export const databaseTable: Page[] = [
  {
    method: 'get',
    path: '/admin/database/tables/:table',
    access: 'admin',
    async handle(ctx, deps) {
      const { table: name = '' } = ctx.params;
      const table = isName.test(name) ? await findTable(deps, name) : undefined;
      if (!table) throw new AppError('not-found');
      const { partitions, indexes } = await readParts(deps, name);
      const sized = <P extends { bytes: number }>(part: P) => ({ ...part, size: sizeInWords(part.bytes) });
      const held = retention.find((one) => one.table === name);
      show(ctx, deps, template, {
        title: name,
        wide: true,
        table: { ...viewTable(table), isPartitioned: held?.is === 'partitions' },
        kept: keptInWords(held),
        partitions: partitions.map(sized),
        indexes: indexes.map(sized),
      });
    },
  },
];

const isName = /^[a-z_0-9]{1,63}$/; // as migrations name tables; Postgres knows no longer names

function keptInWords(held: (typeof retention)[number] | undefined): string {
  if (!held) return 'Its rows stay for good.';
  const time = inDays(held.kept);
  return held.is === 'texts'
    ? `Of its rows, ${held.column} goes after ${time}.`
    : `Its rows stay for ${time}.`;
}

/** `7 days`, `12 hours`. */
export function inDays(ms: number): string {
  return ms % DAY === 0 ? many(ms / DAY, 'days') : many(Math.round(ms / HOUR), 'hours');
}
