import { WebSocket } from 'ws';

export interface Payload {
  op: number;
  t: string | null;
  s: number | null;
  d: Record<string, unknown>;
}

export interface RawClient {
  received: Payload[];
  send(op: number, d: unknown): void;
  text(text: string): void;
  /** The first payload that fits, past or future. */
  payload(fits: (payload: Payload) => boolean): Promise<Payload>;
  event(type: string): Promise<Payload>;
  /** The code the gateway closed with. */
  closed: Promise<number>;
  close(code: number): void;
}

/** A bare gateway client, for what a well-behaved library never does. */
export function rawClient(api: string, query = '?v=10&encoding=json'): RawClient {
  const socket = new WebSocket(`${api.replace('http', 'ws').replace('/api', '/')}${query}`);
  const received: Payload[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    received.push(JSON.parse(data.toString()));
    for (const check of [...waiting]) check();
  });
  const closed = new Promise<number>((resolve) => socket.once('close', (code) => resolve(code)));
  socket.on('error', () => {});
  const payload = (fits: (payload: Payload) => boolean) =>
    new Promise<Payload>((resolve) => {
      const check = () => {
        const found = received.find(fits);
        if (!found) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  return {
    received,
    send: (op, d) => socket.send(JSON.stringify({ op, d })),
    text: (text) => socket.send(text),
    payload,
    event: (type) => payload(({ t }) => t === type),
    closed,
    close: (code) => socket.close(code),
  };
}

export function identifyData(token: string, more: Record<string, unknown> = {}) {
  return { token, intents: 1, properties: { os: 'linux', browser: 'test', device: 'test' }, ...more };
}
