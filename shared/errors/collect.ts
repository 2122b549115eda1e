import { MINUTE, SECOND } from '../core/clock.ts';
import { within } from '../core/deadline.ts';
import type { Log } from '../core/log.ts';
import { isDataFault, type Knex } from '../db/knex.ts';
import { addTo, type Batch, emptyBatch } from './batch.ts';
import { readLogged } from './logged.ts';
import { saveBatch } from './save.ts';

const pause = 2 * SECOND; // between two flushes: whoever looks an id up has it by then
const patience = 5 * SECOND; // at exit, of the 25 s that a process has to drain
const mostRefusals = MINUTE / pause; // of one batch: partitions that are missing at a first start are there by then

/** Collects what a process logs as an error. Hand it to the log before there is a database. */
export interface ErrorCollector {
  /** A line of the log. Never throws. */
  write(line: string): void;
  /** Writes what was collected to Postgres every two seconds, until closed, and once more then. */
  keepIn(deps: { db: Knex; log: Log }): { flush(): Promise<void>; close(): Promise<void> };
}

export function collectErrors(): ErrorCollector {
  let collected = emptyBatch();
  /** What Postgres has not taken yet: it is tried again as it is, so that it is counted once. */
  let waiting: { batch: Batch; refusals: number } | undefined;
  let isAway = false;

  async function save({ db, log }: { db: Knex; log: Log }): Promise<void> {
    if (!waiting && collected.groups.size === 0) return;
    const mine = waiting ?? { batch: collected, refusals: 0 };
    waiting = mine;
    if (mine.batch === collected) collected = emptyBatch();
    try {
      await saveBatch({ db }, mine.batch);
      waiting = undefined;
      isAway = false;
    } catch (error) {
      if (!isAway) log.warn({ err: error }, 'errors wait to be stored');
      isAway = true;
      if (isDataFault(error) && ++mine.refusals >= mostRefusals) waiting = undefined;
    }
  }

  return {
    write(line) {
      try {
        addTo(collected, readLogged(line));
      } catch {
        // a line that cannot be read stands in the log; telling of it there would come back here
      }
    },
    keepIn(deps) {
      let working: Promise<void> | undefined;
      const flush = () => {
        working ??= save(deps).finally(() => {
          working = undefined;
        });
        return working;
      };
      const timer = setInterval(flush, pause);
      return {
        flush,
        async close() {
          clearInterval(timer);
          await within(patience, flush().then(flush)).catch((error: unknown) =>
            deps.log.warn({ err: error }, 'errors could not be stored in time'),
          );
        },
      };
    },
  };
}
