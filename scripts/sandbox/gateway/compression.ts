import { constants, createDeflate, deflateSync } from 'node:zlib';

/** Turns frames into what goes over the socket, in order. */
export interface Encoder {
  write(frame: string, send: (data: string | Buffer) => void): void;
  /** Resolves when everything written so far has been sent. */
  idle(): Promise<void>;
  end(): void;
}

export function plainEncoder(): Encoder {
  return { write: (frame, send) => send(frame), idle: async () => {}, end: () => {} };
}

/** `compress: true` in IDENTIFY: each frame compressed by itself. */
export function payloadEncoder(): Encoder {
  return { write: (frame, send) => send(deflateSync(frame)), idle: async () => {}, end: () => {} };
}

/** `compress=zlib-stream`: one context for the connection's life, each frame ending in 00 00 FF FF. */
export function zlibStreamEncoder(): Encoder {
  const deflate = createDeflate({ chunkSize: 65_536 });
  let chunks: Buffer[] = [];
  let last: Promise<void> = Promise.resolve();
  deflate.on('data', (chunk: Buffer) => chunks.push(chunk));
  deflate.on('error', () => {}); // only after end(): the socket is gone

  const compress = (frame: string, send: (data: Buffer) => void) =>
    new Promise<void>((resolve) => {
      deflate.write(frame);
      deflate.flush(constants.Z_SYNC_FLUSH, () => {
        send(Buffer.concat(chunks));
        chunks = [];
        resolve();
      });
    });

  return {
    write(frame, send) {
      last = last.then(() => compress(frame, send));
    },
    idle: () => last,
    end: () => deflate.destroy(),
  };
}
