import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { silent } from '../shared/core/log.ts';
import { openMetrics } from '../shared/core/metrics.ts';
import type { Taken } from './frames.ts';
import { openIntake } from './intake.ts';
import { openKnownMembers } from './known-members.ts';
import type { Outbox } from './outbox.ts';
import { payloads } from './payloads.fixture.ts';
import { openStamps } from './stamps.ts';
import { openTally } from './tally.ts';
import { openWatermark, type Watermark } from './watermark.ts';

const recordings = new URL('../../shared/discord/gateway-events.jsonl', import.meta.url);
const Recorded = z.object({ t: z.string().nullable(), d: z.unknown() });

/** Whether there are recorded events here; and what a test that needs them says in its title where there are none. */
export const areRecorded = existsSync(recordings);
export const absence = areRecorded
  ? ''
  : ' (SKIPPED, since ../shared/discord/gateway-events.jsonl is absent)';

/** Every event that was recorded of Discord; none where the recordings are absent. */
export function recordedEvents(): { t: string; d: unknown }[] {
  if (!areRecorded) return [];
  return readFileSync(recordings, 'utf8')
    .trim()
    .split('\n')
    .map((line) => Recorded.parse(JSON.parse(line)))
    .map(({ t, d }) => ({ t: String(t), d }));
}

/** Payloads of every type that is read, in which fields are gone or something else; the same ones at every call. */
export function* mangledEvents(count: number): Generator<{ t: string; d: unknown }> {
  const random = seeded(42);
  for (let i = 0; i < count; i++) {
    const [type, payload] = payloads[i % payloads.length] ?? ['MESSAGE_CREATE', {}];
    yield { t: random() < 0.02 ? 'SOMETHING_NEW' : type, d: mangle(payload, random) };
  }
}

/** An intake with a session under way that remembers what it took, and hands it on where it is told to. */
export function openFeed(push?: Outbox['push'], watermark: Watermark = openWatermark()) {
  const taken: Taken[] = [];
  const metrics = openMetrics();
  const tally = openTally(metrics, silent, () => 0);
  watermark.begin({ id: 'session', url: 'ws://gateway', shards: 1 }, 0);
  const outbox: Pick<Outbox, 'push'> = {
    push(one, session, sequence) {
      taken.push(one);
      push?.(one, session, sequence);
    },
  };
  const known = openKnownMembers(2 ** 10);
  const intake = openIntake({ stamp: openStamps(() => 0), tally, watermark, known, outbox });
  let sequence = 0;
  const fates = async () => {
    tally.flush();
    const { values } = await metrics.frames.get();
    const sum = (fate: string) =>
      values.filter(({ labels }) => labels.fate === fate).reduce((total, { value }) => total + value, 0);
    const refusedTypes = values
      .filter(({ labels }) => labels.fate === 'refused')
      .map(({ labels }) => labels.type);
    return { queued: sum('queued'), dropped: sum('dropped'), refused: sum('refused'), refusedTypes };
  };
  return { intake, feed: (t: string, d: unknown) => intake({ t, s: ++sequence, d }), taken, fates, known };
}

const huge = 'x'.repeat(10_000_000);
const deep = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
const replacements = [
  undefined,
  null,
  0,
  -1,
  1e308,
  0.5,
  '',
  'text',
  huge,
  true,
  [],
  {},
  deep,
  [null],
  { id: {} },
  '\0',
  '-5',
];

/** A copy in which some fields, at any depth, are gone or something else. */
function mangle(value: unknown, random: () => number, odds = 0.12): unknown {
  if (random() < odds / 4) return replacements[Math.floor(random() * replacements.length)];
  if (Array.isArray(value)) return value.map((item) => mangle(item, random, odds));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(() => random() >= odds / 4);
  return Object.fromEntries(kept.map(([name, field]) => [name, mangle(field, random, odds)]));
}

/** The same numbers for the same seed: a linear congruential generator. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
