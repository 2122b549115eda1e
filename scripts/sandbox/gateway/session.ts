import { randomBytes } from 'node:crypto';
import { GatewayIntentBits } from 'discord-api-types/v10';
import type { Dispatch } from '../live.ts';
import type { Connection } from './connection.ts';
import { intentFor } from './intents.ts';
import { createReplayBuffer } from './replay.ts';

export interface Session {
  id: string;
  shard: number;
  shards: number;
  intents: number;
  sequence: number;
  largeThreshold: number;
  /** Null while it is detached: then dispatches only go to the replay buffer. */
  connection: Connection | null;
  /** Runs while it is detached. */
  expiry: NodeJS.Timeout | undefined;
  deliver(type: string, json: string): void;
  /** Frames to send again; null when the buffer no longer holds them all. */
  missedSince(sequence: number): string[] | null;
}

type Wanted = Pick<Session, 'shard' | 'shards' | 'intents' | 'largeThreshold'>;

export function createSession(wanted: Wanted, bufferSize: number): Session {
  const replay = createReplayBuffer(bufferSize);
  return {
    ...wanted,
    id: randomBytes(16).toString('hex'),
    sequence: 0,
    connection: null,
    expiry: undefined,
    deliver(type, json) {
      this.sequence += 1;
      const frame = `{"t":"${type}","s":${this.sequence},"op":0,"d":${json}}`;
      replay.push(frame);
      this.connection?.send(frame);
    },
    missedSince: (sequence) => replay.after(sequence),
  };
}

/** Whether the event is this shard's, and lets its intents through. Never checks the channel. */
export function wants(session: Session, { type, guild, own: always }: Dispatch): boolean {
  const home = guild ? guild.shardKey % session.shards : 0;
  if (home !== session.shard) return false;
  if (always) return true;
  const intent = intentFor(type, guild === null);
  return intent === 0 || (session.intents & intent) !== 0;
}

export function seesContent(session: Session): boolean {
  return (session.intents & GatewayIntentBits.MessageContent) !== 0;
}
