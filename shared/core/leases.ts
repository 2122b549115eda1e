import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { SECOND } from './clock.ts';
import { keys } from './keys.ts';
import type { Log } from './log.ts';
import type { Cluster, Redis } from './redis.ts';
import { script } from './script.ts';

/** Milliseconds. */
export interface LeaseTiming {
  /** For how long a lease is given: after a kill it takes as long until others have it. */
  ttl: number;
  /** From one renewal to the next. */
  every: number;
  /** After that long without one a lease may soon be another's: the rest of `ttl` is for letting go. */
  sure: number;
}
const usual: LeaseTiming = { ttl: 10 * SECOND, every: 2.5 * SECOND, sure: 7 * SECOND };

/** What is leased, and to whom. */
export interface LeaseOrder {
  kind: string;
  /** Leases are numbered from 0. */
  count: number;
  /** Name of this process, stable over restarts: it takes over at once what it had before it was killed. */
  holder: string;
  /** How many holders start here at the same time, so that the first does not take what the others are to have. */
  expected?: number;
  timing?: LeaseTiming;
}

export type Standing =
  /** `surplus`: those of `mine` that others wait for. */
  | { is: 'sure'; mine: readonly number[]; surplus: readonly number[] }
  /** Redis did not answer in time. */
  | { is: 'unsure' };

/**
 * Leases that any number of processes on any hosts share evenly, through Redis. A lease that is missing is taken again by
 * who had it: only another's is lost.
 */
export interface Leases {
  /** Takes what is free, and keeps it; resolves when Redis answered for the first time. */
  start(): Promise<void>;
  giveBack(indexes: readonly number[]): Promise<void>;
  /** Keeps what it has and takes nothing for so many milliseconds, by default one `ttl`: others get its share meanwhile. */
  rest(milliseconds?: number): void;
  /** Gives back everything. While Redis is away that waits, as long as the process does. */
  stop(): Promise<void>;
}

export function openLeases(
  { redis, log }: { redis: Redis | Cluster; log: Log },
  { kind, count, holder, expected = 1, timing = usual }: LeaseOrder,
  on: (standing: Standing) => void,
): Leases {
  const { ttl, every, sure } = timing;
  const owner = `${holder.replaceAll(/\s/g, '_')} ${randomUUID()}`;
  const both = [keys.leases(kind, count), keys.leaseHolders(kind, count)];
  let expectedUntil = 0;
  let restsUntil = 0;
  let table = '';
  let mine: readonly number[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  let renewing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let doubting: NodeJS.Timeout | undefined;

  /** One after the other, so that no answer tells of a time before the step that follows it. */
  function inTurn<T>(step: () => Promise<T>): Promise<T> {
    const done = turn.then(step);
    turn = done.catch(() => undefined);
    return done;
  }

  async function renewNow(): Promise<void> {
    const began = performance.now();
    const awaited = began < restsUntil ? 0 : began < expectedUntil ? expected : 1;
    const held = await hold(redis, both, [owner, count, ttl, awaited, table, randomUUID(), ...mine]);
    ({ table, mine } = held);
    const left = began + sure - performance.now();
    if (left <= 0) return; // an answer from before Redis was away
    clearTimeout(doubting);
    doubting = setTimeout(doubt, left).unref();
    on({ is: 'sure', mine, surplus: held.surplus });
  }

  function doubt(): void {
    log.warn({ kind }, 'Redis does not renew the leases');
    on({ is: 'unsure' });
  }

  function renew(): void {
    renewing ??= inTurn(renewNow)
      .catch((error: unknown) => log.warn({ err: error, kind }, 'could not renew the leases'))
      .finally(() => {
        renewing = undefined;
      });
  }

  async function giveBackNow(indexes: readonly number[], leaves: '0' | '1'): Promise<void> {
    await giveBack(redis, both, [owner, leaves, ...indexes]);
    mine = mine.filter((index) => !indexes.includes(index));
  }

  return {
    async start() {
      expectedUntil = performance.now() + 4 * every; // who is not here by then is not coming
      timer = setInterval(renew, every);
      renew();
      await renewing;
    },
    giveBack: (indexes) => inTurn(() => giveBackNow(indexes, '0')),
    rest(milliseconds = ttl) {
      restsUntil = performance.now() + milliseconds;
      renew();
    },
    stop() {
      clearInterval(timer);
      clearTimeout(doubting);
      return inTurn(() => giveBackNow(mine, '1'));
    },
  };
}

const Indexes = z.array(z.int());

/** See hold.lua. */
const hold = script<
  [
    owner: string,
    count: number,
    ttl: number,
    expected: number,
    table: string,
    fresh: string,
    ...mine: readonly number[],
  ],
  { table: string; mine: number[]; surplus: number[] }
>(new URL('./lua/hold.lua', import.meta.url), (raw) => {
  const [table, mine, surplus] = z.tuple([z.string(), Indexes, Indexes]).parse(raw);
  return { table, mine, surplus };
});

/** See give-back.lua. */
const giveBack = script<[owner: string, leaves: '0' | '1', ...indexes: readonly number[]], number>(
  new URL('./lua/give-back.lua', import.meta.url),
  (raw) => z.int().parse(raw),
);
