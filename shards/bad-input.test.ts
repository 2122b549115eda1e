import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { z } from 'zod';
import { silent } from '../shared/core/log.ts';
import { openMetrics } from '../shared/core/metrics.ts';
import type { Taken } from './frames.ts';
import { openIntake } from './intake.ts';
import { payloads } from './payloads.fixture.ts';
import { openTally } from './tally.ts';
import { openWatermark } from './watermark.ts';

const Recorded = z.object({ t: z.string().nullable(), d: z.unknown() });
const recordings = new URL('../../shared/discord/gateway-events.jsonl', import.meta.url);

describe('bad input', () => {
  it(
    existsSync(recordings)
      ? 'takes, drops or refuses every recorded event'
      : 'SKIPPED, since ../shared/discord/gateway-events.jsonl is absent: every recorded event',
    async function () {
      if (!existsSync(recordings)) return this.skip();
      const events = readFileSync(recordings, 'utf8')
        .trim()
        .split('\n')
        .map((line) => Recorded.parse(JSON.parse(line)));
      const { feed, taken, fates } = openFeed();
      for (const { t, d } of events) feed(String(t), d);
      feed('MESSAGE_CREATE', payloads[0]?.[1]);
      const counted = await fates();
      expect(counted.queued + counted.dropped + counted.refused).to.equal(events.length + 1);
      expect(taken.at(-1)?.envelope.id).to.equal(payloads[0]?.[1].id);
      expect(counted.queued).to.be.above(20);
    },
  );

  it('survives 10,000 mangled payloads, each of which leaves the next one readable', async () => {
    const { feed, taken, fates } = openFeed();
    const random = seeded(42);
    for (let i = 0; i < 10_000; i++) {
      const [type, payload] = payloads[i % payloads.length] ?? ['MESSAGE_CREATE', {}];
      feed(random() < 0.02 ? 'SOMETHING_NEW' : type, mangle(payload, random));
    }
    const before = taken.length;
    for (const [type, payload] of payloads) feed(type, payload);
    expect(taken.length - before).to.equal(payloads.length);
    const counted = await fates();
    expect(counted.queued + counted.dropped + counted.refused).to.equal(10_000 + payloads.length);
    expect(counted.refused).to.be.above(1_000);
    expect(counted.refusedTypes).to.have.members(payloads.map(([type]) => type));
  });

  it('counts dispatches that are no dispatches as refused', async () => {
    const { intake, fates } = openFeed();
    for (const s of [Number.NaN, undefined, null, '7', 1.5])
      intake(JSON.parse(JSON.stringify({ t: 'MESSAGE_CREATE', s, d: null })));
    expect((await fates()).refused).to.equal(5);
  });
});

/** An intake with a session under way that remembers what it took. */
function openFeed() {
  const taken: Taken[] = [];
  const metrics = openMetrics();
  const tally = openTally(metrics, silent, () => 0);
  const watermark = openWatermark();
  watermark.begin({ id: 'session', url: 'ws://gateway', shards: 1 }, 0);
  const intake = openIntake({ clock: () => 0, tally, watermark, outbox: { push: (one) => taken.push(one) } });
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
  return { intake, feed: (t: string, d: unknown) => intake({ t, s: ++sequence, d }), taken, fates };
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
