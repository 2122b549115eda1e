import { randomBytes } from 'node:crypto';
import { GatewayIntentBits } from 'discord-api-types/v10';
import type { Dispatch } from '../live.ts';
import type { Connection } from './connection.ts';
import { intentFor } from './intents.ts';
import { createReplayBuffer, type ReplayLimits } from './replay.ts';

export interface Session {
  id: string;
  shard: number;
  shards: number;
  intents: number;
  sequence: number;
  largeThreshold: number;
  /** Guilds of which it has not been told yet. */
  unannounced: Set<string>;
  /** Null while it is detached: then dispatches only go to the replay buffer. */
  connection: Connection | null;
  /** Runs while it is detached. */
  expiry: NodeJS.Timeout | undefined;
  /** With `remake`, not the text is kept for a replay but what makes it again. */
  deliver(type: string, json: string, remake?: () => string): void;
  /** Frames to send again; null when the buffer no longer holds them all. */
  missedSince(sequence: number): string[] | null;
}

type Wanted = Pick<Session, 'shard' | 'shards' | 'intents' | 'largeThreshold'>;

export function createSession(wanted: Wanted, limits: ReplayLimits): Session {
  const replay = createReplayBuffer(limits);
  return {
    ...wanted,
    id: randomBytes(16).toString('hex'),
    sequence: 0,
    unannounced: new Set(),
    connection: null,
    expiry: undefined,
    deliver(type, json, remake) {
      this.sequence += 1;
      const { sequence } = this;
      const frame = dispatchFrame(type, sequence, json);
      replay.push(remake ? () => dispatchFrame(type, sequence, remake()) : frame);
      this.connection?.send(frame);
    },
    missedSince: (sequence) => replay.after(sequence),
  };
}

function dispatchFrame(type: string, sequence: number, json: string): string {
  return `{"t":"${type}","s":${sequence},"op":0,"d":${json}}`;
}

/** Whether the event is this shard's, and lets its intents through. Never checks the channel. */
export function wants(session: Session, { type, guild, own: always }: Dispatch): boolean {
  const home = guild ? guild.shardKey % session.shards : 0;
  if (home !== session.shard) return false;
  if (always) return true;
  const intent = intentFor(type, guild === null);
  return intent === 0 || (session.intents & intent) !== 0;
}

export function seesContent(session: Pick<Session, 'intents'>): boolean {
  return (session.intents & GatewayIntentBits.MessageContent) !== 0;
}
