import type { World } from '../world/types.ts';
import type { IdentifyBudget } from './identify-budget.ts';
import type { PrivilegedIntent } from './intents.ts';
import type { Session } from './session.ts';

export interface GatewayOptions {
  heartbeatInterval: number;
  maxConcurrency: number;
  /** Milliseconds in which a bucket (shard_id % maxConcurrency) may identify once. */
  identifyEvery: number;
  /** Dispatches a session can replay. */
  resumeBuffer: number;
  /** … and how many bytes of them. */
  resumeBytes: number;
  /** Milliseconds a detached session waits for its RESUME. */
  resumeWindow: number;
  /** Milliseconds between two requests for all members of the same guild; 0: no limit. */
  memberRequestsEvery: number;
  intents: Set<PrivilegedIntent>;
}

/** What the opcodes work with. */
export interface GatewayDeps {
  world: World;
  options: GatewayOptions;
  sessions: Map<string, Session>;
  identifies: IdentifyBudget;
  /** When all members of a guild were last asked for. */
  memberRequests: Map<string, number>;
  trouble: { acksWithheld: boolean };
  counts: { identifies: number; resumes: number; invalidSessions: number };
  /** Where clients reconnect to, `ws://…`. */
  url(): string;
  /** A payload that Discord would drop without a word; kept so that a test can see it. */
  ignored(op: number, why: string): void;
  /** A frame of so many bytes went out. */
  sent(bytes: number): void;
  /** Sockets or sessions are not what they were: whoever waits looks again. */
  changed(): void;
  /** Ends the session for good. */
  end(session: Session): void;
  /** Ends all sessions; the old token is worth nothing from now on. */
  resetToken(): void;
}
