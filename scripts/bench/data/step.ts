import type { Client } from 'pg';
import type { Knex } from '../../../shared/db/knex.ts';
import type { Demo } from '../../screenshots/demo.ts';
import type { Sizes } from './sizes.ts';

/** What the data is made around: the demo, whose guild becomes the large one and whose first user the busy member. */
export interface World {
  demo: Demo;
  /** The data's present: milliseconds since 1970. */
  now: number;
  sizes: Sizes;
  /** Which migrations it was built on (place.ts). */
  schema: string;
}

export interface Work extends World {
  /** Of this step alone, within a transaction unless the step stands apart. */
  client: Client;
  db: Knex;
}

/** A part of the data. A batch that is done is noted with its rows: a build that was broken off goes on behind it. */
export interface Step {
  name: string;
  batches: number;
  /** About what all of it takes on two cores; the time left is told by it. */
  seconds: number;
  /** Its batches run outside of a transaction, and may run again. */
  isApart?: true;
  run(work: Work, batch: number): Promise<unknown>;
}

/** A step that is one statement per batch. */
export function fill(
  name: string,
  { batches, seconds }: Pick<Step, 'batches' | 'seconds'>,
  sql: (world: World, batch: number) => string,
): Step {
  return { name, batches, seconds, run: (work, batch) => work.client.query(sql(work, batch)) };
}

/** The rows of a batch, where so many are shared out: `generate_series` from 0. */
export function share(rows: number, batches: number, batch: number): string {
  const at = (n: number) => Math.floor((rows * n) / batches);
  return `generate_series(${at(batch)}::bigint, ${at(batch + 1) - 1}) n`;
}
