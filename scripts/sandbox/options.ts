import { type PrivilegedIntent, privilegedIntents } from './gateway/intents.ts';
import type { RouteLimits } from './rest/buckets.ts';
import type { WorldSeed } from './seed/types.ts';
import { smallWorld } from './seed/world.ts';

export interface SandboxOptions {
  /** 0: any free one. */
  port: number;
  world: WorldSeed;
  /** Recommended by /gateway/bot. */
  shards: number;
  maxConcurrency: number;
  /** Milliseconds in which each bucket may identify once. */
  identifyEvery: number;
  /** Identifies a day, as /gateway/bot counts them; one more resets the token. */
  identifies: number;
  heartbeatInterval: number;
  /** Dispatches a session can replay. */
  resumeBuffer: number;
  /** … and how many bytes of them. */
  resumeBytes: number;
  /** Milliseconds a detached session waits for its RESUME. */
  resumeWindow: number;
  /** Privileged intents that the application has switched on. */
  intents: PrivilegedIntent[];
  /** Milliseconds between two requests for all members of the same guild; 0: no limit. */
  memberRequestsEvery: number;
  /** Requests per second; 0: no global limit. */
  globalLimit: number;
  /** `wide`: 1,000 requests a second on every route. */
  routeLimits: RouteLimits;
  /** Answers of 401, 403 and 429 in ten minutes, after which nothing is answered any more for the rest of them. */
  invalidLimit: number;
  /** How many requests, and messages of a channel, are remembered. */
  keep: number;
  /** Members chat by themselves. */
  demo: boolean;
  /** Of what they do; the same seed, the same doings. */
  seed: number;
  /** The clock of ids, deadlines and windows. */
  now(): number;
}

export const defaults: SandboxOptions = {
  port: 0,
  world: smallWorld,
  shards: 1,
  maxConcurrency: 1,
  identifyEvery: 5_000,
  identifies: 1_000,
  heartbeatInterval: 41_250,
  resumeBuffer: 10_000,
  resumeBytes: 16_777_216,
  resumeWindow: 120_000,
  intents: privilegedIntents,
  memberRequestsEvery: 0,
  globalLimit: 50,
  routeLimits: 'wide',
  invalidLimit: 10_000,
  keep: 200_000,
  demo: false,
  seed: 1,
  now: Date.now,
};

/** Limits as Discord has them, where the defaults spare tests the waiting. */
export const asDiscord = {
  memberRequestsEvery: 30_000,
  routeLimits: 'discord',
} as const satisfies Partial<SandboxOptions>;
