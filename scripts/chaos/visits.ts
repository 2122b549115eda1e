import { SECOND } from '../../shared/core/clock.ts';

const patience = 5 * SECOND;

/** A page that somebody got to see. */
export interface Visit {
  /** The browser, one of its own each. */
  agent: string;
  /** When it was there; milliseconds since 1970. */
  at: number;
}

export interface Visits {
  seen: Visit[];
  /** How many got nothing. */
  readonly missed: number;
  stop(): Promise<void>;
}

/** Visitors of a public page, steadily. */
export function startVisiting(origin: string, perSecond: number): Visits {
  const seen: Visit[] = [];
  const pending = new Set<Promise<void>>();
  let missed = 0;
  let nth = 0;
  const timer = setInterval(() => {
    const visiting = visit(`chaos-visitor-${nth++}`).finally(() => pending.delete(visiting));
    pending.add(visiting);
  }, SECOND / perSecond);
  return {
    seen,
    get missed() {
      return missed;
    },
    async stop() {
      clearInterval(timer);
      await Promise.all(pending);
    },
  };

  async function visit(agent: string): Promise<void> {
    const signal = AbortSignal.timeout(patience);
    try {
      const response = await fetch(`${origin}/privacy`, { headers: { 'user-agent': agent }, signal });
      await response.arrayBuffer();
      if (response.ok) seen.push({ agent, at: Date.now() });
      else missed++;
    } catch {
      missed++; // web is away
    }
  }
}
