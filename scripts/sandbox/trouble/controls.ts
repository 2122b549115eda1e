import { createChance } from '../demo/chance.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { playStorm, type StormActs, type StormKind, type StormOrder } from './storm.ts';
import { createTrouble, type FaultRates, type Match, type RestRefusal, type Trouble } from './trouble.ts';

export interface TroubleEntry {
  /** Milliseconds of the sandbox's clock. */
  at: number;
  what: 'storm' | 'calm' | StormKind;
}

export interface FaultOrder {
  rates: FaultRates;
  match?: Match;
  seed?: number;
  /** Milliseconds by which slow answers come late; 2,000 where left out. */
  slowMs?: number;
}

export interface TroubleState {
  acksWithheld: boolean;
  duplicates: boolean;
  /** Milliseconds; 0: none. */
  delay: number;
  /** Among how many dispatches one may be overtaken; null: they keep their order. */
  reorder: number | null;
  /** Those still to come. */
  refusals: { status: number; times: number }[];
  faults: FaultRates | null;
  /** How many orders of silence are in force. */
  silenced: number;
  storm: boolean;
}

const mostLogged = 10_000;

/** What a test or an operator orders. */
export function troubleControls(trouble: Trouble, gateway: Gateway, now: () => number) {
  const log: TroubleEntry[] = [];
  let endPlay: (() => void) | null = null;
  const note = (what: TroubleEntry['what']) => {
    log.push({ at: now(), what });
    if (log.length > mostLogged) log.shift();
  };

  const acts: StormActs = {
    /** Closes all sockets with the code; without one they are cut like a dead network. */
    dropSockets: (code) => gateway.dropSockets(code),
    /** Op 7. */
    reconnect: () => gateway.reconnect(),
    /** Op 9. */
    invalidate: (resumable) => gateway.invalidate(resumable),
    withholdAcks: (on) => {
      trouble.acksWithheld = on;
    },
    /** Every event is dispatched twice, each with its own sequence. */
    duplicate: (on) => {
      trouble.duplicates = on;
    },
    /** Dispatches come that much late, in their order; 0 ends it, and what is held goes out. */
    delay: (milliseconds) => {
      gateway.release();
      trouble.delay = milliseconds;
    },
    /** Dispatches overtake each other; null ends it, and what is held goes out. */
    reorder: (order) => {
      gateway.release();
      trouble.reorder = order && { window: Math.max(2, order.window), chance: createChance(order.seed) };
    },
  };
  const faultRest = ({ rates, match, seed = 1, slowMs = 2_000 }: FaultOrder) => {
    const isNone = Object.values(rates).every((rate) => rate === 0);
    trouble.faults = isNone ? null : { rates, match, slowMs, chance: createChance(seed) };
  };
  const endStorm = () => {
    endPlay?.();
    endPlay = null;
  };
  const calm = () => {
    endStorm();
    gateway.release();
    Object.assign(trouble, createTrouble());
    note('calm');
  };

  return {
    ...acts,
    refuseRest: (refusal: RestRefusal) => {
      trouble.refusals.push({ ...refusal });
    },
    /** By chance, until `calm`; a second order takes the place of the first, one without rates ends it. */
    faultRest,
    /** Requests that match get no answer any more, nor is done what they ask for. */
    silence: (match: Match) => {
      trouble.silenced.push(match);
    },
    /** Plays kinds of trouble in a sequence that follows from the seed; it takes the place of one that goes on. */
    storm: (order: StormOrder) => {
      endStorm();
      note('storm');
      if (order.rest) faultRest({ rates: order.rest, seed: order.seed });
      const end = playStorm(order, acts, note);
      const timer = order.forMs === undefined ? undefined : setTimeout(calm, order.forMs).unref();
      endPlay = () => {
        clearTimeout(timer);
        end();
        if (order.rest) trouble.faults = null;
      };
    },
    /** The storm and what it began, nothing else. */
    endStorm,
    /** What is switched on. */
    get state(): TroubleState {
      const { acksWithheld, duplicates, delay, reorder, refusals, faults, silenced } = trouble;
      return {
        ...{ acksWithheld, duplicates, delay, reorder: reorder?.window ?? null },
        refusals: refusals.map(({ status, times }) => ({ status, times })),
        ...{ faults: faults?.rates ?? null, silenced: silenced.length, storm: endPlay !== null },
      };
    },
    /** What storms did, oldest first. */
    log: log as readonly TroubleEntry[],
    /** Ends everything but what was already sent. */
    calm,
  };
}

export type TroubleControls = ReturnType<typeof troubleControls>;
