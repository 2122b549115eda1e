import type { World } from '../world/types.ts';
import type { PrivilegedIntent } from './intents.ts';
import type { Session } from './session.ts';

export interface GatewayOptions {
  heartbeatInterval: number;
  maxConcurrency: number;
  /** Milliseconds in which a bucket (shard_id % maxConcurrency) may identify once. */
  identifyEvery: number;
  /** Dispatches a session can replay. */
  resumeBuffer: number;
  /** Milliseconds a detached session waits for its RESUME. */
  resumeWindow: number;
  intents: Set<PrivilegedIntent>;
}

/** What the opcodes work with. */
export interface GatewayDeps {
  world: World;
  options: GatewayOptions;
  sessions: Map<string, Session>;
  identifies: IdentifyBudget;
  trouble: { acksWithheld: boolean };
  counts: { identifies: number; resumes: number; invalidSessions: number };
  /** Where clients reconnect to, `ws://…`. */
  url(): string;
  /** A payload that Discord would drop without a word; kept so that a test can see it. */
  ignored(op: number, why: string): void;
  /** Sockets or sessions are not what they were: whoever waits looks again. */
  changed(): void;
  /** Ends the session for good. */
  end(session: Session): void;
}

export interface IdentifyBudget {
  total: number;
  remaining: number;
  /** Takes one; false when the bucket identified less than `identifyEvery` ago. */
  take(shard: number): boolean;
}

export function createIdentifyBudget(
  options: Pick<GatewayOptions, 'maxConcurrency' | 'identifyEvery'> & { total: number; now(): number },
): IdentifyBudget {
  const lastByBucket = new Map<number, number>();
  return {
    total: options.total,
    remaining: options.total,
    take(shard) {
      const bucket = shard % options.maxConcurrency;
      const now = options.now();
      const last = lastByBucket.get(bucket);
      if (last !== undefined && now - last < options.identifyEvery) return false;
      lastByBucket.set(bucket, now);
      this.remaining -= 1;
      return true;
    },
  };
}
