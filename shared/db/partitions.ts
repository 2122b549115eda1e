import { DAY, HOUR } from '../core/clock.ts';
import type { ChosenDays } from '../core/kept-days.ts';
import { isLockTimeout, type Knex } from './knex.ts';
import { asChosen, type Partitioned, type Period, partitioned } from './retention.ts';

/**
 * Partitions of all tables that have some (retention.ts), from the oldest rows that may come to those of some time ahead;
 * those of rows that are older than any that stay go. `chosen`: RETENTION.
 */
export async function keepPartitions(db: Knex, now: number, chosen?: ChosenDays): Promise<void> {
  for (const one of asChosen(partitioned, chosen)) {
    const { table, by, kept, ahead } = one;
    const late = 'late' in one ? one.late : kept;
    await ensurePartitions(db, { table, by, from: now - late, to: now + ahead });
    await dropPartitions(db, { table, by, before: now - kept });
  }
}

/**
 * Makes the partitions of a table that are missing between two times, in milliseconds since 1970. Any number of
 * processes may do so at once. Each is attached when it is made: that holds up neither reading nor writing.
 */
export async function ensurePartitions(
  db: Knex,
  { table, by, from, to }: { table: string; by: Period; from: number; to: number },
): Promise<void> {
  const present = new Set(await listPartitions(db, table));
  const wanted = periods(by, from, to).filter(({ suffix }) => !present.has(`${table}_${suffix}`));
  if (wanted.length === 0) return;
  await inTurn(db, table, async (trx) => {
    const made = new Set(await listPartitions(trx, table));
    for (const { suffix, start, end } of wanted) {
      const partition = `${table}_${suffix}`;
      if (made.has(partition)) continue;
      await trx.raw('CREATE TABLE ?? (LIKE ?? INCLUDING ALL)', [partition, table]);
      await trx.raw(`ALTER TABLE ?? ATTACH PARTITION ?? FOR VALUES FROM ('${start}') TO ('${end}')`, [
        table,
        partition,
      ]);
    }
  });
}

/** Drops partitions whose rows are all older than that. Where somebody reads the table for long it is left to the next time. */
export async function dropPartitions(
  db: Knex,
  { table, by, before }: { table: string; by: Period; before: number },
): Promise<void> {
  const isOld = agedBefore({ table, by, before });
  if (!(await listPartitions(db, table)).some(isOld)) return;
  try {
    await inTurn(db, table, async (trx) => {
      await trx.raw("SET LOCAL lock_timeout = '2s'"); // whoever waits for this lock is waited for by everyone
      for (const name of await listPartitions(trx, table))
        if (isOld(name)) await trx.raw('DROP TABLE ??', [name]);
    });
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
  }
}

/** Whether all rows of a partition of that table, by its name, are older than that. */
export function agedBefore({
  table,
  by,
  before,
}: {
  table: string;
  by: Period;
  before: number;
}): (partition: string) => boolean {
  const [oldest] = periods(by, before, before);
  return (partition) => partition < `${table}_${oldest?.suffix}`;
}

/** What a partitioned table holds now, as SQL for two columns `since` and `until`: rows outside would be refused. */
export function heldRange(table: Partitioned['table']): string {
  return `SELECT min(since) AS since, max(until) AS until FROM (${heldPeriods(table)}) periods`;
}

/** The same by partition: between two of them one may be missing. */
export function heldPeriods(table: Partitioned['table']): string {
  const { by } = partitioned.find((one) => one.table === table) ?? { by: 'day' };
  const suffix = `right(c.relname, ${suffixLengths[by]})`;
  const hour = by === 'hour' ? ` + right(c.relname, 2)::integer * interval '1 hour'` : '';
  const start = `to_date(${suffix}, 'YYYY_MM_DD')::timestamp${hour}`;
  return `SELECT (${start}) AT TIME ZONE 'UTC' AS since, (${start} + interval '1 ${by}') AT TIME ZONE 'UTC' AS until
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = '${table}'::regclass`;
}

async function listPartitions(db: Knex, table: string): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = ?::regclass ORDER BY 1`,
    [table],
  );
  return rows.map(({ name }) => name);
}

async function inTurn(
  db: Knex,
  table: string,
  work: (trx: Knex.Transaction) => Promise<void>,
): Promise<void> {
  await db.transaction(async (trx) => {
    await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`partitions:${table}`]);
    await work(trx);
  });
}

/** Characters of an ISO 8601 time that name the period, as 2026_01_31_23. */
const suffixLengths = { hour: 13, day: 10, month: 7 } as const satisfies Record<Period, number>;

/** Hours, days or months of UTC that a stretch of time touches; their suffixes sort as they follow one another. */
function periods(by: Period, from: number, to: number): { suffix: string; start: string; end: string }[] {
  const found: { suffix: string; start: string; end: string }[] = [];
  for (let at = startOf(by, from); at <= to; ) {
    const end = next(by, at);
    const name = new Date(at).toISOString().slice(0, suffixLengths[by]);
    const [start, until] = [new Date(at).toISOString(), new Date(end).toISOString()];
    found.push({ suffix: name.replace(/[-T]/g, '_'), start, end: until });
    at = end;
  }
  return found;
}

function startOf(by: Period, time: number): number {
  if (by !== 'month') return Math.floor(time / lengths[by]) * lengths[by];
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

function next(by: Period, start: number): number {
  if (by !== 'month') return start + lengths[by];
  const date = new Date(start);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

const lengths = { hour: HOUR, day: DAY } as const;
