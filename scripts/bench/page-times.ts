import type { Knex } from '../../shared/db/knex.ts';
import type { Demo } from '../screenshots/demo.ts';
import { fillPath } from '../screenshots/paths.ts';
import { type Timed, timeStatements } from './statement-times.ts';
import type { Visitor } from './visitor.ts';

/** What a page may take at most: p95 in milliseconds, and statements. */
export const most = { ms: 100, queries: 8 };
const warmUp = 5; // requests: templates, plans and caches of a process that has just begun
const looks = 5; // requests whose statements are timed, where a page took too long
const worthTelling = 10; // milliseconds of a statement

export interface Measured {
  path: string;
  p50: number;
  p95: number;
  queries: number;
  isGood: boolean;
  /** Of a page that took too long: its slowest statements. */
  slow: Timed[];
  /** It did not answer with a page. */
  why?: string;
}

/** `relent`: lets the visitor ask again, where they may not ask that often. */
export async function measurePage(
  { visitor, db, demo, relent }: { visitor: Visitor; db: Knex; demo: Demo; relent: () => Promise<void> },
  page: { path: string; query?: string },
  rounds: number,
): Promise<Measured> {
  const query = page.query ? `?${page.query}` : '';
  const path = `${page.path}${query}`;
  const ask = () => visitor.get(`${fillPath(page.path, demo)}${query}`);
  try {
    for (let n = 0; n < warmUp; n++) await ask();
    const queries = (await timeStatements(db, ask)).length;
    const times: number[] = [];
    for (let n = 0; n < rounds; n++) {
      await relent();
      const began = performance.now();
      await ask();
      times.push(performance.now() - began);
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10;
    const [p50, p95] = [at(0.5), at(0.95)];
    const isGood = p95 <= most.ms && queries <= most.queries;
    const slow = isGood ? [] : await findSlow(db, ask);
    return { path, p50, p95, queries, isGood, slow };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { path, p50: 0, p95: 0, queries: 0, isGood: false, slow: [], why };
  }
}

/** By their median. */
async function findSlow(db: Knex, ask: () => Promise<unknown>): Promise<Timed[]> {
  const taken = new Map<string, number[]>();
  for (let n = 0; n < looks; n++)
    for (const { sql, ms } of await timeStatements(db, ask)) taken.set(sql, [...(taken.get(sql) ?? []), ms]);
  return [...taken]
    .map(([sql, ms]) => ({ sql, ms: Math.round(ms.sort((a, b) => a - b)[Math.floor(ms.length / 2)] ?? 0) }))
    .filter(({ ms }) => ms >= worthTelling)
    .sort((one, other) => other.ms - one.ms);
}
