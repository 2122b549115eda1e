import { z } from 'zod';
import { Snowflake } from '../core/snowflake.ts';

/** Kinds of rows that go to Postgres through the queue `records`, as their jobs carry them. `at`: milliseconds since 1970. */
export const ViewRecord = z.object({
  id: z.uuid(),
  at: z.int(),
  method: text(16),
  path: text(1_024),
  /** As the router has it, without ids; null: none. */
  route: text(200).nullable(),
  status: z.int(),
  ms: z.int().min(0),
  ip: z.union([z.ipv4(), z.ipv6()]),
  agent: text(512).nullable(),
  referrer: text(1_024).nullable(),
  bot: z.boolean(),
});

export const ClickRecord = z.object({
  id: z.uuid(),
  at: z.int(),
  /** Its id. */
  redirect: z.string().regex(/^\d{1,19}$/),
  ip: z.union([z.ipv4(), z.ipv6()]),
  agent: text(512).nullable(),
  referrer: text(1_024).nullable(),
  bot: z.boolean(),
});

export const CommandRecord = z.object({
  /** Of the interaction. */
  id: Snowflake,
  at: z.int(),
  command: text(100),
  user: Snowflake,
  guild: Snowflake.nullable(),
  ms: z.int().min(0),
  /** `away`: a part of the system is, until it was too late; `dropped`: Discord took no answer any more. */
  outcome: z.enum(['answered', 'refused', 'failed', 'away', 'dropped']),
});

export const JobRecord = z.object({
  /** Made of queue, job and time (shared/jobs/record.ts). */
  id: z.uuid(),
  queue: text(64),
  job: text(200),
  at: z.int(),
  partition: z.int().min(0),
  name: text(100),
  guild: Snowflake.nullable(),
  /** `dropped`: Discord did not have to be asked; `quarantined`: an event was set aside. */
  outcome: z.enum(['done', 'dropped', 'refused', 'failed', 'quarantined']),
  why: text(4_000).nullable(),
  attempts: z.int().min(0),
  /** As it was queued, without tokens, and cut by whoever records it. */
  data: z.unknown(),
  ids: z.array(Snowflake),
});

/** Views or clicks of an hour of which nothing else is kept: how many, and how long they took (milliseconds). */
export const SurplusRecord = z.object({
  id: z.uuid(),
  /** When their hour began. */
  at: z.int(),
  of: z.enum(['views', 'clicks']),
  /** Route, `none` for none; or id of the redirect. */
  label: text(200),
  bot: z.boolean(),
  count: z.int().min(1),
  sum: z.int().min(0),
  most: z.int().min(0),
});

export type ViewRecord = z.infer<typeof ViewRecord>;
export type ClickRecord = z.infer<typeof ClickRecord>;
export type CommandRecord = z.infer<typeof CommandRecord>;
export type JobRecord = z.infer<typeof JobRecord>;
export type SurplusRecord = z.infer<typeof SurplusRecord>;

export const records = {
  views: ViewRecord,
  clicks: ClickRecord,
  commands: CommandRecord,
  jobs: JobRecord,
  surplus: SurplusRecord,
} as const;
export type RecordKind = keyof typeof records;

/** What browsers send is as long as they like; the beginning says it. */
function text(most: number) {
  return z.string().transform((value) => value.slice(0, most));
}
