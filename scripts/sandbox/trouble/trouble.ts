import type { Chance } from '../demo/chance.ts';

/** Which requests: those whose `METHOD /path` contains the text or matches; all where left out. */
export type Match = RegExp | string;

export interface RestRefusal {
  status: number;
  /** Discord's JSON error code, e.g. 90001 (the author blocked the bot); 0 where left out. */
  code?: number;
  /** How many requests are refused. */
  times: number;
  match?: Match;
  /** The deed is done all the same, only the answer is lost. */
  afterwards?: boolean;
}

/** What may befall a request by chance. */
export const faultKinds = ['500', '502', '503', '429', 'timeout', 'lost', 'slow'] as const;
export type FaultKind = (typeof faultKinds)[number];
/** How often each, from 0 to 1: `{ 500: 0.05, lost: 0.02 }`. */
export type FaultRates = Partial<Record<FaultKind, number>>;

export interface RestFaults {
  rates: FaultRates;
  match: Match | undefined;
  /** Milliseconds by which slow answers come late. */
  slowMs: number;
  chance: Chance;
}

export interface GatewayTrouble {
  acksWithheld: boolean;
  duplicates: boolean;
  /** Milliseconds by which dispatches come late. */
  delay: number;
  /** Dispatches overtake each other, among `window` of them at most. */
  reorder: { window: number; chance: Chance } | null;
}

/** Misbehaviour on demand. */
export interface Trouble extends GatewayTrouble {
  refusals: RestRefusal[];
  faults: RestFaults | null;
  /** Requests that get no answer at all. */
  silenced: Match[];
}

export function createTrouble(): Trouble {
  return {
    acksWithheld: false,
    duplicates: false,
    delay: 0,
    reorder: null,
    refusals: [],
    faults: null,
    silenced: [],
  };
}

export function fits(match: Match | undefined, request: string): boolean {
  if (match === undefined) return true;
  return typeof match === 'string' ? request.includes(match) : match.test(request);
}
