import { GatewayCloseCodes, GatewayOpcodes } from 'discord-api-types/v10';
import { z } from 'zod';
import { type Connection, frame } from './connection.ts';
import type { GatewayDeps } from './deps.ts';

const Resume = z.object({ token: z.string(), session_id: z.string(), seq: z.number().int().nonnegative() });

/** Op 6: what was missed is sent again, then RESUMED. A session on another socket moves over. */
export function resume(deps: GatewayDeps, connection: Connection, d: unknown) {
  const parsed = Resume.safeParse(d);
  if (!parsed.success)
    return connection.close(GatewayCloseCodes.DecodeError, 'Error while decoding payload.');
  const { token, session_id, seq } = parsed.data;
  if (token !== deps.world.token)
    return connection.close(GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.');
  const session = deps.sessions.get(session_id);
  if (!session) return invalid(deps, connection);
  if (seq > session.sequence) {
    deps.end(session);
    return connection.close(GatewayCloseCodes.InvalidSeq, 'Invalid seq.');
  }
  const missed = session.missedSince(seq);
  if (!missed) {
    deps.end(session);
    return invalid(deps, connection);
  }
  if (session.connection && session.connection !== connection) release(session.connection);
  clearTimeout(session.expiry);
  session.connection = connection;
  connection.session = session;
  deps.counts.resumes += 1;
  deps.changed();
  for (const frame of missed) connection.send(frame);
  session.deliver('RESUMED', '{"_trace":["[\\"sandbox\\",{}]"]}');
}

function invalid(deps: GatewayDeps, connection: Connection): void {
  deps.counts.invalidSessions += 1;
  connection.send(frame(GatewayOpcodes.InvalidSession, false));
}

function release(connection: Connection): void {
  connection.session = null;
  connection.close(GatewayCloseCodes.UnknownError, 'Session resumed elsewhere.');
}
