import { z } from 'zod';
import type { ChosenDays } from '../core/kept-days.ts';
import type { Knex } from '../db/knex.ts';
import { agedBefore } from '../db/partitions.ts';
import { asChosen, partitioned, pruned } from '../db/retention.ts';
import { askTogether } from '../db/together.ts';

/** Of more rows it is said that there are more. */
const mostCounted = 10_000;

export interface Due {
  table: string;
  /** How long its rows stay, in milliseconds. */
  kept: number;
  /** What goes: whole partitions by name, or rows that were counted. */
  goes: { is: 'partitions'; names: string[] } | { is: 'rows'; rows: number; more: boolean };
}

/** What the retention takes away where it is applied at that time (milliseconds since 1970), table by table. `chosen`: RETENTION. */
export async function findDue({ db }: { db: Knex }, now: number, chosen?: ChosenDays): Promise<Due[]> {
  const oldRows = asChosen(pruned, chosen);
  const [partitions, ...rows] = await askTogether(db, [
    {
      sql: `SELECT p.relname AS "table", c.relname AS name FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
        JOIN pg_class c ON c.oid = i.inhrelid WHERE p.relkind = 'p' AND p.relnamespace = 'public'::regnamespace ORDER BY 2`,
      values: [],
      read: (all: unknown) => Partitions.parse(all),
    },
    ...oldRows.map(({ table, since, kept }) => ({
      sql: `SELECT count(*)::integer AS rows FROM (SELECT FROM ${table} WHERE ${since} < ? LIMIT ${mostCounted + 1}) old`,
      values: [new Date(now - kept)],
      read: (all: unknown) => Counted.parse(all)[0].rows,
    })),
  ] as const);
  return [
    ...asChosen(partitioned, chosen).map(({ table, by, kept }): Due => {
      const isOld = agedBefore({ table, by, before: now - kept });
      const mine = partitions.filter((one) => one.table === table).map(({ name }) => name);
      return { table, kept, goes: { is: 'partitions', names: mine.filter(isOld) } };
    }),
    ...oldRows.map(({ table, kept }, nth): Due => {
      const many = rows[nth] ?? 0;
      const goes = { is: 'rows', rows: Math.min(many, mostCounted), more: many > mostCounted } as const;
      return { table, kept, goes };
    }),
  ];
}

const Partitions = z.array(z.object({ table: z.string(), name: z.string() }));
const Counted = z.tuple([z.object({ rows: z.number() })]);
