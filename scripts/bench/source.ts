import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { encodeLoad, type Load, textFrame } from './frames.ts';

/**
 * The frame source, a process of its own: as much of Discord as a client needs to identify, then the load as fast as
 * the socket takes it. It says `ready` with its port, `identified` when a client is in, and sends the load on `go`.
 */
const load = JSON.parse(process.argv[2] ?? '{}') as Load;
const chunks = encodeLoad(load, 2);
let socket: Socket | undefined;

const server = createServer(answer);
const gateway = new WebSocketServer({ server });
gateway.on('connection', (client, request) => {
  socket = request.socket;
  client.send(JSON.stringify({ op: 10, s: null, t: null, d: { heartbeat_interval: 600_000 } }));
  client.on('message', (data) => {
    const { op, d } = JSON.parse(String(data)) as { op: number; d: { seq: number } };
    if (op === 1) client.send(JSON.stringify({ op: 11, s: null, t: null, d: null }));
    if (op === 2) welcome(request.socket);
    if (op === 6) resume(request.socket, d.seq);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ is: 'ready', port: port() }));
process.on('message', () => socket && pour(socket, 0));
process.on('disconnect', () => process.exit());

function port(): number {
  return (server.address() as AddressInfo).port;
}

function welcome(to: Socket): void {
  const user = { id: '1', username: 'bench', discriminator: '0', avatar: null, global_name: null };
  const d = {
    v: 10,
    user,
    guilds: [],
    session_id: `bench${Date.now()}`,
    resume_gateway_url: `ws://127.0.0.1:${port()}`,
    application: { id: '1', flags: 0 },
  };
  to.write(textFrame(JSON.stringify({ op: 0, t: 'READY', s: 1, d })));
  process.send?.({ is: 'identified' });
}

/** A client that had let go of its socket gets what it has not seen; a chunk more than that does no harm. */
function resume(to: Socket, seen: number): void {
  to.write(textFrame(JSON.stringify({ op: 0, t: 'RESUMED', s: seen, d: {} })));
  process.send?.({ is: 'resumed' });
  pour(to, seen);
}

function pour(to: Socket, seen: number): void {
  const from = chunks.findIndex(({ last }) => last > seen);
  const go = async () => {
    for (const { bytes } of from === -1 ? [] : chunks.slice(from)) {
      if (to.destroyed) return;
      if (!to.write(bytes)) await drained(to);
    }
  };
  go().catch((error: unknown) => process.send?.({ is: 'failed', error: String(error) }));
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      socket.off('drain', go).off('close', go);
      resolve();
    };
    socket.once('drain', go).once('close', go);
  });
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? '';
  const body = path.endsWith('/gateway/bot')
    ? {
        url: `ws://127.0.0.1:${port()}`,
        shards: 1,
        session_start_limit: { total: 1_000, remaining: 1_000, reset_after: 86_400_000, max_concurrency: 16 },
      }
    : { id: '1', flags: 0x5_a0_00, name: 'bench' };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
