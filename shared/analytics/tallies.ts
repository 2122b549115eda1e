import { randomUUID } from 'node:crypto';
import { HOUR, SECOND } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { addStats, type StatRow } from './add-stats.ts';

/** What is counted of each guild as well. */
export const tallied = ['messages', 'events', 'awards', 'firings'] as const;
export type Tallied = (typeof tallied)[number];

/** Counts what happens by the hour, in memory; the sums go to hourly_stats now and then. */
export interface Tallies {
  /** `at`: milliseconds since 1970; `guild` null: of none. */
  add(stat: Tallied, guild: Snowflake | null, at: number, count?: number): void;
  /** Hands over what is left. */
  close(): Promise<void>;
}

interface Sums {
  /** By hour, stat and guild; guild '0' has the total. */
  rows: Map<string, StatRow>;
  /** On their way: repeated under the same id until Postgres has answered. */
  sending?: { id: string; rows: StatRow[] } | undefined;
}

const every = 5 * SECOND; // what a killed worker loses of the totals at most
const guildsEvery = 6; // flushes: where thousands of guilds talk, their rows would cost more than they tell
const mostRows = 5_000; // of a statement
const mostKept = 100_000; // rows that wait while Postgres is away; further guilds then count in the totals alone

export function openTallies({ db, log }: { db: Knex; log: Log }, pause = every): Tallies {
  const totals: Sums = { rows: new Map() };
  const guilds: Sums = { rows: new Map() };
  let flushes = 0;
  let flushing: Promise<void> | undefined;
  const timer = setInterval(() => void flush(++flushes % guildsEvery === 0), pause);

  function flush(all: boolean): Promise<void> {
    flushing ??= flushSums(all)
      .catch((error: unknown) => log.warn({ err: error }, 'counts wait: they could not be written'))
      .finally(() => {
        flushing = undefined;
      });
    return flushing;
  }

  async function flushSums(all: boolean): Promise<void> {
    do await empty(totals);
    while (totals.rows.size > 0);
    if (all) while (guilds.sending || guilds.rows.size > 0) await empty(guilds);
  }

  async function empty(sums: Sums): Promise<void> {
    sums.sending ??= { id: randomUUID(), rows: takeFrom(sums.rows) };
    await addStats({ db }, sums.sending.rows, sums.sending.id);
    sums.sending = undefined;
  }

  return {
    add(stat, guild, at, number = 1) {
      const row = { stat, at: at - (at % HOUR), count: number };
      count(totals, row);
      if (guild !== null) count(guilds, { ...row, guild });
    },
    async close() {
      clearInterval(timer);
      await flushing;
      await flush(true);
    },
  };
}

function count({ rows: sums }: Sums, row: StatRow): void {
  const key = `${row.stat}:${row.at}:${row.guild ?? '0'}`;
  const known = sums.get(key);
  if (known) known.count += row.count;
  else if (sums.size < mostKept) sums.set(key, { ...row });
}

function takeFrom(sums: Map<string, StatRow>): StatRow[] {
  const rows: StatRow[] = [];
  for (const [key, row] of sums) {
    if (rows.length === mostRows) break;
    rows.push(row);
    sums.delete(key);
  }
  return rows;
}

/** For tests and tools that count nothing. */
export const noTallies: Tallies = { add() {}, async close() {} };
