import type { Gateway } from './gateway/gateway.ts';

export interface RestRefusal {
  status: number;
  /** Discord's JSON error code, e.g. 90001 (the author blocked the bot); 0 where left out. */
  code?: number;
  /** How many requests are refused. */
  times: number;
  /** Of requests whose `METHOD /path` matches; all where left out. */
  match?: RegExp | string;
  /** The deed is done all the same, only the answer is lost. */
  afterwards?: boolean;
}

/** Misbehaviour on demand. */
export interface Trouble {
  acksWithheld: boolean;
  duplicates: boolean;
  refusals: RestRefusal[];
}

export function createTrouble(): Trouble {
  return { acksWithheld: false, duplicates: false, refusals: [] };
}

/** Takes one refusal that fits the request off the list. */
export function takeRefusal(trouble: Trouble, request: string): RestRefusal | null {
  const refusal = trouble.refusals.find(({ match }) => fits(match, request));
  if (!refusal) return null;
  refusal.times -= 1;
  if (refusal.times <= 0) trouble.refusals.splice(trouble.refusals.indexOf(refusal), 1);
  return refusal;
}

function fits(match: RegExp | string | undefined, request: string): boolean {
  if (match === undefined) return true;
  return typeof match === 'string' ? request.includes(match) : match.test(request);
}

/** What a test or an operator orders. */
export function troubleControls(trouble: Trouble, gateway: Gateway) {
  return {
    /** Closes all sockets with the code; without one they are cut like a dead network. */
    dropSockets: (code?: number) => gateway.dropSockets(code),
    /** Op 7. */
    reconnect: () => gateway.reconnect(),
    /** Op 9. */
    invalidate: (resumable: boolean) => gateway.invalidate(resumable),
    withholdAcks: (on: boolean) => {
      trouble.acksWithheld = on;
    },
    /** Every event is dispatched twice, each with its own sequence. */
    duplicate: (on: boolean) => {
      trouble.duplicates = on;
    },
    refuseRest: (refusal: RestRefusal) => {
      trouble.refusals.push({ ...refusal });
    },
    /** Ends everything but what was already sent. */
    calm: () => {
      Object.assign(trouble, { ...createTrouble() });
    },
  };
}

export type TroubleControls = ReturnType<typeof troubleControls>;
