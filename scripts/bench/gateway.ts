import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { textFrame } from './frames.ts';

interface Events {
  /** A client has identified, and was sent READY with sequence 1. */
  welcomed(to: Socket): void;
  /** A client that had let go of its socket is back, and has seen what came up to that sequence. */
  resumed(to: Socket, seen: number): void;
  /** A request that the gateway itself does not need; true where it was answered. */
  asked?(request: IncomingMessage, response: ServerResponse): boolean;
}

/** As much of Discord as a client needs to identify and resume; frames are then written to its socket. Answers the port. */
export async function openGateway({ welcomed, resumed, asked }: Events): Promise<number> {
  const server = createServer((request, response) => {
    if (!asked?.(request, response)) answer(request, response, port());
  });
  const gateway = new WebSocketServer({ server });
  gateway.on('connection', (client, request) => {
    client.send(JSON.stringify({ op: 10, s: null, t: null, d: { heartbeat_interval: 600_000 } }));
    client.on('message', (data) => {
      const { op, d } = JSON.parse(String(data)) as { op: number; d: { seq: number } };
      if (op === 1) client.send(JSON.stringify({ op: 11, s: null, t: null, d: null }));
      if (op === 2) {
        welcome(request.socket, port());
        welcomed(request.socket);
      }
      if (op === 6) resumed(request.socket, d.seq);
    });
  });
  const port = () => (server.address() as AddressInfo).port;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return port();
}

function welcome(to: Socket, port: number): void {
  const user = { id: '1', username: 'bench', discriminator: '0', avatar: null, global_name: null };
  const d = {
    v: 10,
    user,
    guilds: [],
    session_id: `bench${Date.now()}`,
    resume_gateway_url: `ws://127.0.0.1:${port}`,
    application: { id: '1', flags: 0 },
  };
  to.write(textFrame(JSON.stringify({ op: 0, t: 'READY', s: 1, d })));
}

function answer(request: IncomingMessage, response: ServerResponse, port: number): void {
  const path = request.url ?? '';
  const body = path.endsWith('/gateway/bot')
    ? {
        url: `ws://127.0.0.1:${port}`,
        shards: 1,
        session_start_limit: { total: 1_000, remaining: 1_000, reset_after: 86_400_000, max_concurrency: 16 },
      }
    : { id: '1', flags: 0x5_a0_00, name: 'bench' };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
