import { z } from 'zod';
import type { Knex } from './knex.ts';

/** The time by Postgres, the one clock that all hosts share, in milliseconds since 1970. */
export async function readNow({ db }: { db: Knex }): Promise<number> {
  const { rows } = await db.raw<{ rows: unknown[] }>('SELECT now() AS now');
  const [{ now }] = z.tuple([z.object({ now: z.date() })]).parse(rows);
  return now.getTime();
}
