import { statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Clock, SECOND } from '../core/clock.ts';
import { within } from '../core/deadline.ts';
import type { Log } from '../core/log.ts';
import { readVersion } from '../core/version.ts';
import type { Knex } from '../db/knex.ts';
import type { ProcessRole, ProcessState } from './model.ts';
import { beatEvery, saveProcess } from './processes.ts';

interface Deps {
  db: Knex;
  clock: Clock;
  log: Log;
}

interface Own {
  /** Name of this process, stable over restarts. */
  process: string;
  role: ProcessRole;
  /** As many of its role are to run on its host, this one among them. */
  siblings: number;
  /** DATA_DIR: whose disk is looked at. */
  dataDir: string;
}

export interface Heartbeat {
  /** Milliseconds since 1970: since then every one was written. Others could write theirs as well. */
  steadySince(): number;
  /** The process lets go of what it has: to be registered last, so that it is the first to happen. */
  leave(): void;
  /** The last word of a process; `code` is what it ends with. */
  close(code: number): Promise<void>;
}

const resolution = 20; // ms between two looks at the event loop; the histogram's delays include it
const patience = 3 * SECOND; // at exit, of the 25 s that a process has to drain

/** Tells Postgres every five seconds how this process does. What cannot be written is left out: the next one tells it. */
export function startHeartbeat(
  { db, clock, log }: Deps,
  { process: name, role, siblings, dataDir }: Own,
): Heartbeat {
  const own = { process: name, role, siblings, host: hostname(), pid: process.pid, version: readVersion() };
  const startedAt = new Date(clock());
  const delays = monitorEventLoopDelay({ resolution });
  delays.enable();
  let steadySince = clock();
  let state: ProcessState = 'running';
  let beating: Promise<void> | undefined;

  async function write(): Promise<void> {
    const lagMs = Math.max(0, Math.round(delays.percentile(99) / 1e6) - resolution);
    delays.reset();
    const memory = String(process.memoryUsage.rss());
    const disk = await readDisk(dataDir);
    const began = clock();
    await saveProcess({ db }, { ...own, ...disk, state, memory, lagMs, startedAt });
    if (clock() - began > beatEvery) steadySince = clock();
  }

  function beat(): Promise<void> {
    beating ??= write()
      .catch((error: unknown) => {
        steadySince = clock();
        log.warn({ err: error }, 'could not write the heartbeat');
      })
      .finally(() => {
        beating = undefined;
      });
    return beating;
  }

  const timer = setInterval(() => void beat(), beatEvery);
  void beat();
  return {
    steadySince: () => steadySince,
    leave() {
      state = 'stopping';
      void beat();
    },
    async close(code) {
      clearInterval(timer);
      const last = async () => {
        await beating;
        state = code === 0 ? 'stopped' : 'failed';
        await beat();
      };
      await within(patience, last()).catch((error: unknown) => log.warn({ err: error }, 'no last heartbeat'));
      delays.disable();
    },
  };
}

async function readDisk(folder: string): Promise<{ diskFree: string | null; diskTotal: string | null }> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder, { bigint: true });
    return { diskFree: String(bavail * bsize), diskTotal: String(blocks * bsize) };
  } catch {
    return { diskFree: null, diskTotal: null }; // with services elsewhere there may be no such folder
  }
}
