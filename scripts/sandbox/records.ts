export const patience = 5_000; // milliseconds that a test waits for the bot where it says nothing else

/** A REST request the bot made, as it was answered. */
export interface RequestRecord {
  method: string;
  /** Without `/api/v10` and the query, e.g. `/channels/1/messages`. */
  path: string;
  /** The path's pattern, e.g. `/channels/:channel/messages`; the path itself where nothing matched. */
  route: string;
  query: string;
  body: unknown;
  status: number;
  reply: unknown;
  /** When it arrived, milliseconds. */
  at: number;
  /** X-Audit-Log-Reason, decoded. */
  reason: string | null;
  interactionId?: string;
}

/** A request or gateway payload that no correct bot would send. */
export interface Violation {
  what: string;
  body: unknown;
  why: unknown;
}

export interface Records {
  requests: RequestRecord[];
  violations: Violation[];
  request(record: RequestRecord): void;
  violation(violation: Violation): void;
  /** Something changed: waiting probes look again. */
  stir(): void;
  /** Resolves with the first thing the probe finds. Looked at after every request and every change, once a turn. */
  waitFor<T>(probe: () => T | null | undefined | false, timeoutMs: number, what: string): Promise<T>;
  /** Calls after every request and every change, once a turn; returns what ends that. */
  watch(look: () => void): () => void;
  /** Requests since the start, also those that are forgotten. */
  total(): number;
  clear(): void;
}

/** `keep`: how many requests and violations are remembered, and up to a quarter more. */
export function createRecords(keep: number): Records {
  const requests: RequestRecord[] = [];
  const violations: Violation[] = [];
  const waiting = new Set<() => void>();
  let stirred = false;
  let total = 0;

  const look = () => {
    stirred = false;
    for (const check of [...waiting]) check();
  };
  const stir = () => {
    if (stirred || waiting.size === 0) return;
    stirred = true;
    setImmediate(look);
  };

  return {
    requests,
    violations,
    stir,
    request(record) {
      total += 1;
      remember(requests, record, keep);
      stir();
    },
    violation(violation) {
      remember(violations, violation, keep);
      stir();
    },
    waitFor: (probe, timeoutMs, what) =>
      waitFor(waiting, probe, timeoutMs, () => `${what}; ${story(requests)}`),
    watch(look) {
      waiting.add(look);
      return () => waiting.delete(look);
    },
    total: () => total,
    clear() {
      requests.length = 0;
      violations.length = 0;
    },
  };
}

function waitFor<T>(
  waiting: Set<() => void>,
  probe: () => T | null | undefined | false,
  timeoutMs: number,
  what: () => string,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const finish = (conclude: () => void) => {
      clearTimeout(timer);
      waiting.delete(check);
      conclude();
    };
    const check = () => {
      try {
        const found = probe();
        if (found) finish(() => resolve(found));
      } catch (cause) {
        finish(() => reject(cause));
      }
    };
    const timer = setTimeout(
      () => finish(() => reject(new Error(`waited ${timeoutMs} ms for ${what()}`))),
      timeoutMs,
    );
    waiting.add(check);
    check();
  });
}

function story(requests: RequestRecord[]): string {
  const last = requests.slice(-8).map(({ method, path, status }) => `${method} ${path} → ${status}`);
  return last.length > 0 ? `the last requests were ${last.join(', ')}` : 'there was no request';
}

/** The oldest go in one sweep: one by one they would cost more than what is kept. */
function remember<T>(list: T[], thing: T, keep: number): void {
  list.push(thing);
  if (list.length > keep * 1.25) list.splice(0, list.length - keep);
}
