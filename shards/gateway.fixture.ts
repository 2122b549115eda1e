import { once } from 'node:events';
import { GatewayOpcodes } from 'discord-api-types/v10';
import { type WebSocket, WebSocketServer } from 'ws';

export interface Heard {
  op: number;
  d: unknown;
}

export interface FakeGateway {
  readonly url: string;
  /** What clients sent, over all connections. */
  heard: Heard[];
  /** Sends to the latest connection. */
  send(op: number, payload?: { t?: string; s?: number; d?: unknown }): void;
  /** Goes away, with its connections. */
  stop(): Promise<void>;
}

/** The least of a gateway: it says HELLO and then what the test wants, in the order the test wants it. */
export async function startFakeGateway({
  port = 0,
  heartbeat = 60_000,
  hello = true,
} = {}): Promise<FakeGateway> {
  const server = new WebSocketServer({ port, host: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the gateway has no address');
  const heard: Heard[] = [];
  let latest: WebSocket | undefined;
  const send: FakeGateway['send'] = (op, payload = {}) => latest?.send(JSON.stringify({ op, ...payload }));
  server.on('connection', (socket) => {
    latest = socket;
    socket.on('error', () => {});
    socket.on('message', (data) => heard.push(JSON.parse(String(data))));
    if (hello) send(GatewayOpcodes.Hello, { d: { heartbeat_interval: heartbeat } });
  });
  return {
    url: `ws://127.0.0.1:${address.port}`,
    heard,
    send,
    stop: async () => {
      for (const socket of server.clients) socket.terminate();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
