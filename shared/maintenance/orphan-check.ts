import { z } from 'zod';
import type { Knex } from '../db/knex.ts';
import { type Reference, references } from './references.ts';
import { readResult } from './results.ts';
import { estimateRows } from './tables.ts';
import type { Work } from './work.ts';

const atOnce = 10_000; // rows that one statement looks at
const mostSamples = 10;

/** The key of the last row that was looked at, in the table that is walked. */
const Cursor = z.object({ reference: z.int(), after: z.array(z.string()).nullable() });

/** Looks for rows that name another one which there is not; it changes nothing. Counts rows. */
export const checkOrphans: Work = async function* ({ db }, { done, cursor, result }) {
  const found = readResult('orphan-check', result) ?? { orphans: 0, references: [] };
  const total = await estimateRows(
    { db },
    references.map(({ table }) => table),
  );
  const begin = Cursor.safeParse(cursor).data ?? { reference: 0, after: null };
  let looked = done;
  yield { done, total, cursor, result: found };
  for (const [index, reference] of references.entries()) {
    if (index < begin.reference) continue;
    for (let after = index === begin.reference ? begin.after : null; ; ) {
      const page = await lookAt(db, reference, after);
      if (page.last === null) break;
      looked += page.rows;
      after = page.last;
      note(found, reference, page);
      yield { done: looked, total, cursor: { reference: index, after }, result: found };
    }
  }
};

/** As people read it: `squads.role_id → guild_roles`. */
export function nameOf({ table, columns, to }: Reference): string {
  return `${table}.${columns.at(-1)} → ${to.table}`;
}

function note(
  found: { orphans: number; references: { name: string; orphans: number; samples: string[] }[] },
  reference: Reference,
  { orphans, samples }: z.infer<typeof Page>,
): void {
  if (orphans === 0) return;
  const name = nameOf(reference);
  const known = found.references.find((one) => one.name === name);
  const entry = known ?? { name, orphans: 0, samples: [] };
  if (!known) found.references.push(entry);
  found.orphans += orphans;
  entry.orphans += orphans;
  entry.samples.push(...samples.slice(0, mostSamples - entry.samples.length));
}

const Page = z.object({
  rows: z.coerce.number(),
  last: z.array(z.string()).nullable(),
  orphans: z.coerce.number(),
  samples: z.array(z.string()),
});

async function lookAt(
  db: Knex,
  { table, key, columns, to, where = 'true' }: Reference,
  after: string[] | null,
): Promise<z.infer<typeof Page>> {
  const names = Object.keys(key);
  const order = names.join(', ');
  const beyond = after ? `WHERE (${order}) > (${Object.values(key).map((type) => `?::${type}`)})` : '';
  const given = columns.map((column) => `page.${column} IS NOT NULL`).join(' AND ');
  const same = columns.map((column, nth) => `t.${to.columns[nth]} = page.${column}`).join(' AND ');
  const taken = [...new Set([...names, ...columns])];
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `WITH page AS MATERIALIZED (
       SELECT ${where === 'true' ? taken : '*'} FROM ${table} ${beyond} ORDER BY ${order} LIMIT ?
     ), lost AS MATERIALIZED (
       SELECT ${order} FROM page WHERE ${where} AND ${given} AND NOT EXISTS (SELECT FROM ${to.table} t WHERE ${same})
     )
     SELECT (SELECT count(*) FROM page) AS rows, (SELECT count(*) FROM lost) AS orphans,
       (SELECT ARRAY[${names.map((name) => `${name}::text`)}] FROM page ORDER BY ${names.map((name) => `${name} DESC`)} LIMIT 1) AS last,
       ARRAY(SELECT concat_ws(' ', ${order}) FROM lost LIMIT ${mostSamples}) AS samples`,
    [...(after ?? []), atOnce],
  );
  return z.tuple([Page]).parse(rows)[0];
}
