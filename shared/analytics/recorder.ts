import { randomUUID } from 'node:crypto';
import { SECOND } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metrics.ts';
import type { Jobs, Queues } from '../core/queues.ts';
import { type Box, emptyBox, put, takeFrom } from './record-box.ts';
import {
  type ClickRecord,
  type CommandRecord,
  type JobRecord,
  type RecordKind,
  records,
  type ViewRecord,
} from './records.ts';

/** Takes down what happened, off the path of whoever waits: nothing here is awaited, nothing throws. */
export interface Recorder {
  view(view: ViewRecord): void;
  click(click: ClickRecord): void;
  command(command: CommandRecord): void;
  job(job: JobRecord): void;
  /** Hands over what is left, for as long as Redis takes it within two seconds. */
  close(): Promise<void>;
}

interface Deps {
  queue: Queues['queue'];
  partitions: number;
  log: Log;
  metrics: Pick<Metrics, 'records'>;
}

const every = SECOND; // what a killed process loses at most
const mostJobs = 500; // that wait in Redis, which has to have room for events: then rows wait here
const patience = 2 * SECOND;
/** Hours are summed up by one statement within 15 s (roll-up.ts): two busy cores took 10 s for a million rows, so four processes. */
const mostOfMinute: Partial<Record<RecordKind, number>> = { views: 4_000, clicks: 4_000 };

export function openRecorder({ queue, partitions, log, metrics }: Deps, pause = every): Recorder {
  const boxes: Record<RecordKind, Box> = {
    views: emptyBox(),
    clicks: emptyBox(),
    commands: emptyBox(),
    jobs: emptyBox(),
  };
  let flushing: Promise<void> | undefined;
  const timer = setInterval(() => void flush(), pause);

  function add(kind: RecordKind, given: unknown): void {
    const { data } = records[kind].safeParse(given);
    if (!data || !put(boxes[kind], data, mostOfMinute[kind])) drop(kind, 1);
  }

  function drop(kind: RecordKind, rows: number): void {
    metrics.records.inc({ kind, fate: 'dropped' }, rows);
  }

  function flush(): Promise<void> {
    flushing ??= flushAll().finally(() => {
      flushing = undefined;
    });
    return flushing;
  }

  /** Of all kinds to the end, whatever becomes of one: no two may send the same. */
  async function flushAll(): Promise<void> {
    const results = await Promise.allSettled(kinds.map((kind) => empty(kind, boxes[kind])));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) log.warn({ err: failed.reason }, 'records wait: they could not be queued');
  }

  async function empty(kind: RecordKind, box: Box): Promise<void> {
    while (box.sending || box.rows.length > 0) {
      const waiting = queue('records', { index: 0, of: partitions });
      if ((await waiting.count()) >= mostJobs) return;
      box.sending ??= { id: randomUUID(), rows: takeFrom(box) };
      const { id: jobId, rows } = box.sending;
      const data: Jobs['records'] = { kind, rows: rows.map((row): unknown => JSON.parse(row)) };
      await waiting.add(kind, data, { jobId });
      metrics.records.inc({ kind, fate: 'queued' }, rows.length);
      box.sending = undefined;
    }
  }

  return {
    view: (view) => add('views', view),
    click: (click) => add('clicks', click),
    command: (command) => add('commands', command),
    job: (job) => add('jobs', job),
    async close() {
      clearInterval(timer);
      let end: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => {
        end = setTimeout(resolve, patience);
      });
      await Promise.race([flush().then(flush), late]);
      clearTimeout(end);
      for (const kind of kinds.filter((kind) => boxes[kind].rows.length > 0))
        drop(kind, boxes[kind].rows.length);
    },
  };
}

const kinds = Object.keys(records) as RecordKind[];

/** For tests and tools that record nothing. */
export const noRecorder: Recorder = {
  view() {},
  click() {},
  command() {},
  job() {},
  async close() {},
};
