import { createHash } from 'node:crypto';
import type { JobRecord } from '../analytics/records.ts';
import type { Partition } from '../core/keys.ts';
import { Snowflake } from '../core/snowflake.ts';
import { hideSecrets } from '../errors/hide-secrets.ts';
import { keepData } from './data.ts';

/** The part of BullMQ's job that is kept. */
export interface EndedJob {
  queueName: string;
  id?: string | undefined;
  name: string;
  data: unknown;
  attemptsStarted: number;
}

export interface JobEnd {
  outcome: JobRecord['outcome'];
  /** Undefined where it ended as it should. */
  why?: string | undefined;
  /** Milliseconds since 1970; the same each time that the same end is recorded. */
  at: number;
}

/** How a job ended, for `recorder.job()`: it is found by every id in it for a week. */
export function recordOf(job: EndedJob, { index: partition }: Partition, end: JobEnd): JobRecord {
  const { queueName: queue, id = '', name, attemptsStarted: attempts } = job;
  const { outcome, why, at } = end;
  return {
    id: recordId({ queue, partition, job: id, at }),
    job: id,
    ...{ queue, partition, at, name, attempts, outcome },
    guild: guildOf(job.data),
    why: why === undefined ? null : hideSecrets(why.slice(0, 4_000)),
    ...keepData({ queue, name }, job.data),
  };
}

/** A UUID (version 8, RFC 9562) of that end. */
export function recordId(end: { queue: string; partition: number; job: string; at: number }): string {
  const { queue, partition, job, at } = end;
  const hex = createHash('sha256').update(`${queue}\n${partition}\n${job}\n${at}`).digest('hex');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5');
}

/** As effects, webhooks and envelopes of events name it. */
function guildOf(data: unknown): Snowflake | null {
  for (const inside of [data, partOf(data, 'event'), partOf(partOf(data, 'event'), 'd'), partOf(data, 'd')]) {
    const guild = Snowflake.safeParse(partOf(inside, 'guild') ?? partOf(inside, 'guild_id'));
    if (guild.success) return guild.data;
  }
  return null;
}

function partOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
