import { DAY, HOUR } from '../../shared/core/clock.ts';
import { AppError } from '../../shared/core/errors.ts';
import { type Adjustable, isAdjustable, keptDays } from '../../shared/core/kept-days.ts';
import { asChosen, forGood, keptOfGuilds, retention } from '../../shared/db/retention.ts';
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
      const held = asChosen(retention, deps.config.RETENTION).find((one) => one.table === name);
      show(ctx, deps, template, {
        title: name,
        wide: true,
        table: { ...viewTable(table), isPartitioned: held?.is === 'partitions' },
        kept: keptInWords(name, held),
        partitions: partitions.map(sized),
        indexes: indexes.map(sized),
      });
    },
  },
];

const isName = /^[a-z_0-9]{1,63}$/; // as migrations name tables; Postgres knows no longer names

function keptInWords(name: string, held: (typeof retention)[number] | undefined): string {
  if (!held) return `Its rows stay for good${isForGood(name) ? `: ${forGood[name]}` : ''}.`;
  const time = inDays(held.kept);
  if (held.is === 'texts') return `Of its rows, ${held.column} goes after ${time}.`;
  const but = name === 'hourly_stats' ? `, those of single guilds for ${inDays(keptOfGuilds)}` : '';
  return `Its rows stay for ${time}${but}.${isAdjustable(name) ? ` RETENTION may name ${chooseInWords(name)}.` : ''}`;
}

function chooseInWords(name: Adjustable): string {
  return `${keptDays[name].least} to ${keptDays[name].most} days`;
}

function isForGood(name: string): name is keyof typeof forGood {
  return Object.hasOwn(forGood, name);
}

/** `7 days`, `12 hours`. */
export function inDays(ms: number): string {
  return ms % DAY === 0 ? many(ms / DAY, 'days') : many(Math.round(ms / HOUR), 'hours');
}
