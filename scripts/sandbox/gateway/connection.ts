import { setTimeout as wait } from 'node:timers/promises';
import type { GatewayOpcodes } from 'discord-api-types/v10';
import type { WebSocket } from 'ws';
import { type Encoder, payloadEncoder, plainEncoder, zlibStreamEncoder } from './compression.ts';
import type { Session } from './session.ts';

/** One socket. It outlives no session, and a session outlives it. */
export interface Connection {
  /** The session it identified or resumed; null before that, and after op 9. */
  session: Session | null;
  /** Set once it is being closed: what the client still says is no longer read. */
  closing: boolean;
  send(frame: string): void;
  /** Sends what is still waiting, then closes. */
  close(code: number, reason?: string): void;
  /** Cut without a closing handshake: what a dead network looks like. */
  cut(): void;
  compressPayloads(): void;
  /** Resolves when the client has taken most of what was sent to it, or is gone. */
  drained(): Promise<void>;
  /** Counts one payload of the client; false when it sent more than 120 within 60 seconds. */
  admits(now: number): boolean;
}

const sendLimit = 120; // Discord's documentation, "Rate Limiting" of the gateway: events per connection per 60 s
const sendWindow = 60_000;
const mostWaiting = 1_048_576; // bytes the client has not taken yet, above which long stories pause
const mostHeld = 64 * mostWaiting; // a client this far behind does not read any more: it is cut

/** `sent` hears of every frame's bytes. */
export function createConnection(
  socket: WebSocket,
  zlibStream: boolean,
  sent: (bytes: number) => void,
): Connection {
  let encoder: Encoder = zlibStream ? zlibStreamEncoder() : plainEncoder();
  let windowStart = Number.NEGATIVE_INFINITY;
  let received = 0;
  const transmit = (data: string | Buffer) => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > mostHeld) return socket.terminate();
    socket.send(data);
    sent(typeof data === 'string' ? Buffer.byteLength(data) : data.length);
  };
  socket.once('close', () => encoder.end());

  return {
    session: null,
    closing: false,
    send: (frame) => encoder.write(frame, transmit),
    close(code, reason) {
      this.closing = true;
      encoder
        .idle()
        .then(() => socket.close(code, reason))
        .catch(() => socket.terminate()); // also where nobody may close with such a code
    },
    cut: () => socket.terminate(),
    compressPayloads() {
      if (!zlibStream) encoder = payloadEncoder();
    },
    async drained() {
      await encoder.idle();
      while (socket.readyState === socket.OPEN && socket.bufferedAmount > mostWaiting) await wait(5);
    },
    admits(now) {
      if (now - windowStart >= sendWindow) [windowStart, received] = [now, 0];
      received += 1;
      return received <= sendLimit;
    },
  };
}

/** A frame that is no dispatch. */
export function frame(op: GatewayOpcodes, d: unknown): string {
  return JSON.stringify({ t: null, s: null, op, d });
}
