import type { IncomingMessage } from 'node:http';
import { GatewayCloseCodes, GatewayOpcodes } from 'discord-api-types/v10';
import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';
import { type Connection, createConnection, frame } from './connection.ts';
import type { GatewayDeps } from './deps.ts';
import { handle } from './opcodes.ts';
import type { Session } from './session.ts';

const longestPayload = 4_096; // bytes, Discord's documentation, "Sending Events": above it, 4002
const versions = ['9', '10'];
const Payload = z.object({ op: z.number().int(), d: z.unknown() });

/** Takes a socket into service: HELLO, then whatever the client says, until it closes. */
export function serveSocket(
  deps: GatewayDeps,
  open: Set<Connection>,
  socket: WebSocket,
  request: IncomingMessage,
) {
  const query = new URLSearchParams(request.url?.split('?')[1]);
  const connection = createConnection(socket, query.get('compress') === 'zlib-stream', deps.sent);
  open.add(connection);
  deps.changed();
  const heart = watchHeart(deps, connection);
  socket.on('error', () => {}); // a cut socket: `close` follows
  socket.on('close', (code) => {
    heart.stop();
    open.delete(connection);
    detach(deps, connection, code);
    deps.changed();
  });
  socket.on('message', (data) => {
    receive(deps, connection, heart, data).catch(() =>
      connection.close(GatewayCloseCodes.UnknownError, 'Unknown error.'),
    );
  });
  if (!versions.includes(query.get('v') ?? '')) return connection.close(4012, 'Invalid API version.');
  if ((query.get('encoding') ?? 'json') !== 'json')
    return connection.close(GatewayCloseCodes.DecodeError, 'The sandbox speaks JSON only.');
  const hello = { heartbeat_interval: deps.options.heartbeatInterval, _trace: ['["sandbox",{}]'] };
  connection.send(frame(GatewayOpcodes.Hello, hello));
}

async function receive(
  deps: GatewayDeps,
  connection: Connection,
  heart: Heart,
  data: RawData,
): Promise<void> {
  if (connection.closing) return;
  if (!connection.admits(deps.world.now()))
    return connection.close(GatewayCloseCodes.RateLimited, 'You are being rate limited.');
  const payload = parse(data);
  if (!payload) return connection.close(GatewayCloseCodes.DecodeError, 'Error while decoding payload.');
  if (payload.op === GatewayOpcodes.Heartbeat) heart.beat();
  await handle(deps, connection, payload.op, payload.d);
}

function parse(data: RawData): z.infer<typeof Payload> | null {
  const text = data.toString();
  if (Buffer.byteLength(text) > longestPayload) return null;
  try {
    return Payload.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

interface Heart {
  beat(): void;
  stop(): void;
}

/** A client that misses its heartbeats is closed with 4009, and its session ends. */
function watchHeart(deps: GatewayDeps, connection: Connection): Heart {
  const patience = deps.options.heartbeatInterval * 1.5;
  const expire = () => {
    if (connection.session) deps.end(connection.session);
    connection.close(GatewayCloseCodes.SessionTimedOut, 'Session timed out.');
  };
  const timer = setTimeout(expire, patience).unref();
  return { beat: () => timer.refresh(), stop: () => clearTimeout(timer) };
}

/** 1000 and 1001 end the session; after anything else it can be resumed for a while. */
function detach(deps: GatewayDeps, connection: Connection, code: number) {
  const { session } = connection;
  connection.session = null;
  if (!session || session.connection !== connection) return;
  session.connection = null;
  if (code === 1000 || code === 1001) return deps.end(session);
  awaitResume(deps, session);
}

/** A session that nobody resumes in time is forgotten. */
export function awaitResume(deps: GatewayDeps, session: Session): void {
  clearTimeout(session.expiry);
  session.expiry = setTimeout(() => deps.end(session), deps.options.resumeWindow).unref();
}
