import { createChance } from '../demo/chance.ts';
import type { FaultRates } from './trouble.ts';

/** What a storm does to the gateway. A lasting kind ends when the next one comes. */
export interface StormActs {
  dropSockets(code?: number): void;
  reconnect(): void;
  invalidate(resumable: boolean): void;
  withholdAcks(on: boolean): void;
  duplicate(on: boolean): void;
  delay(milliseconds: number): void;
  reorder(order: { window: number; seed: number } | null): void;
}

interface Kind {
  begin(acts: StormActs, seed: number): void;
  end?(acts: StormActs): void;
}

const kinds = {
  /** Sockets are cut like a dead network. */
  drop: { begin: (acts) => acts.dropSockets() },
  close: { begin: (acts) => acts.dropSockets(4_000) },
  reconnect: { begin: (acts) => acts.reconnect() },
  invalidate: { begin: (acts) => acts.invalidate(true) },
  /** Sessions end: what happens until the next identify is lost to the bot. */
  forget: { begin: (acts) => acts.invalidate(false) },
  withholdAcks: { begin: (acts) => acts.withholdAcks(true), end: (acts) => acts.withholdAcks(false) },
  duplicate: { begin: (acts) => acts.duplicate(true), end: (acts) => acts.duplicate(false) },
  delay: { begin: (acts, seed) => acts.delay(100 + (seed % 900)), end: (acts) => acts.delay(0) },
  reorder: { begin: (acts, seed) => acts.reorder({ window: 8, seed }), end: (acts) => acts.reorder(null) },
} satisfies Record<string, Kind>;

export type StormKind = keyof typeof kinds;
export const stormKinds = Object.keys(kinds) as StormKind[]; // its own keys

/** Everything that a bot can get over without losing anything. */
const survivable = stormKinds.filter((kind) => kind !== 'forget');

export interface StormOrder {
  /** The same seed gives the same sequence of kinds. */
  seed: number;
  everyMs: number;
  /** All but `forget` where left out. */
  kinds?: StormKind[];
  /** What befalls REST all the while. */
  rest?: FaultRates;
  /** Until `calm` where left out. */
  forMs?: number;
}

/** The kinds of a seed, one after the other, without end. */
export function* sequenceOf(seed: number, chosen: StormKind[] = survivable): Generator<StormKind, undefined> {
  const chance = createChance(seed);
  for (;;) {
    const kind = chance.of(chosen);
    if (!kind) return;
    yield kind;
  }
}

/** Plays the sequence until it is stopped. `note` hears of each. */
export function playStorm(order: StormOrder, acts: StormActs, note: (kind: StormKind) => void): () => void {
  const sequence = sequenceOf(order.seed, order.kinds);
  let step = 0;
  let current: Kind | undefined;
  const endCurrent = () => {
    current?.end?.(acts);
    current = undefined;
  };
  const play = () => {
    endCurrent();
    const { value: kind } = sequence.next();
    if (!kind) return;
    note(kind);
    current = kinds[kind];
    current.begin(acts, order.seed + step);
    step += 1;
  };
  play();
  const timer = setInterval(play, Math.max(1, order.everyMs)).unref();
  return () => {
    clearInterval(timer);
    endCurrent();
  };
}
