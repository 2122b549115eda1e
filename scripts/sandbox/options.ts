import { type PrivilegedIntent, privilegedIntents } from './gateway/intents.ts';
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
  /** Identifies a day, as /gateway/bot counts them. */
  identifies: number;
  heartbeatInterval: number;
  /** Dispatches a session can replay. */
  resumeBuffer: number;
  /** Milliseconds a detached session waits for its RESUME. */
  resumeWindow: number;
  /** Privileged intents that the application has switched on. */
  intents: PrivilegedIntent[];
  /** Requests per second; 0: no global limit. */
  globalLimit: number;
  /** How many requests, and messages of a channel, are remembered. */
  keep: number;
  /** Members chat by themselves. */
  demo: boolean;
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
  resumeWindow: 120_000,
  intents: privilegedIntents,
  globalLimit: 50,
  keep: 200_000,
  demo: false,
  now: Date.now,
};
