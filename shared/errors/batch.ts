import { randomUUID } from 'node:crypto';
import { HOUR } from '../core/clock.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type Kept, keep, keepBrief } from './kept.ts';
import type { Logged } from './logged.ts';

/** Of what is kept between two flushes: a storm costs counting, not memory. */
export const most = {
  kinds: 500,
  samples: 200,
  samplesOfKind: 10,
  /** Occurrences kept by the id alone that a person was told. */
  told: 1_000,
};

/** Errors of one kind since the last flush. */
export interface Group extends Omit<Kept, 'facts'> {
  fingerprint: string;
  count: number;
  firstAt: number;
  lastAt: number;
  /** Start of the hour, in milliseconds since 1970 → how many. */
  hours: Map<number, number>;
  samples: number;
}

export interface Occurrence extends ReturnType<typeof keepBrief>, Pick<Kept, 'message' | 'facts'> {
  id: string;
  at: number;
  fingerprint: string;
  /** Null also where there were too many to keep it. */
  stack: string | null;
}

export interface Batch {
  groups: Map<string, Group>;
  /** The first error is always among them. */
  occurrences: Occurrence[];
  samples: number;
  told: number;
}

export function emptyBatch(): Batch {
  return { groups: new Map(), occurrences: [], samples: 0, told: 0 };
}

/** Counts an error, and keeps it whole where there is room. */
export function addTo(batch: Batch, logged: Logged): void {
  const group = groupOf(batch, logged);
  const hour = Math.floor(logged.at / HOUR) * HOUR;
  group.count++;
  group.firstAt = Math.min(group.firstAt, logged.at);
  group.lastAt = Math.max(group.lastAt, logged.at);
  group.hours.set(hour, (group.hours.get(hour) ?? 0) + 1);
  if (group.samples < most.samplesOfKind && batch.samples < most.samples) {
    group.samples++;
    batch.samples++;
    const { message, stack, facts } = keep(logged);
    batch.occurrences.push({ ...briefOf(logged, group), message, stack, facts });
  } else if (logged.told && batch.told < most.told) {
    batch.told++;
    batch.occurrences.push({ ...briefOf(logged, group), message: '', stack: null, facts: {} });
  }
}

const tooMany = { type: 'TooManyKinds', code: null, causes: [], stack: null };

function groupOf(batch: Batch, logged: Logged): Group {
  const fingerprint = fingerprintOf(logged);
  const known = batch.groups.get(fingerprint);
  if (known) return known;
  if (batch.groups.size < most.kinds) return open(batch, logged, fingerprint);
  const message = 'Errors of more kinds than are told apart at once';
  const rest: Logged = { ...logged, ...tooMany, message };
  const all = fingerprintOf(rest);
  return batch.groups.get(all) ?? open(batch, rest, all);
}

function open(batch: Batch, logged: Logged, fingerprint: string): Group {
  const { facts: _, ...kept } = keep(logged);
  const { at } = logged;
  const group = { ...kept, fingerprint, count: 0, firstAt: at, lastAt: at, hours: new Map(), samples: 0 };
  batch.groups.set(fingerprint, group);
  return group;
}

function briefOf(logged: Logged, { fingerprint }: Group) {
  return { id: randomUUID(), at: logged.at, fingerprint, ...keepBrief(logged) };
}
