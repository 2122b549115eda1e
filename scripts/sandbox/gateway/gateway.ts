import type { IncomingMessage, Server } from 'node:http';
import { GatewayCloseCodes, GatewayOpcodes, PermissionFlagsBits } from 'discord-api-types/v10';
import { WebSocketServer } from 'ws';
import type { Dispatch } from '../live.ts';
import { isOwn } from '../own-machine.ts';
import { may } from '../rights.ts';
import { tokenOf } from '../seed/ids.ts';
import { createHolding } from '../trouble/holding.ts';
import type { GatewayTrouble } from '../trouble/trouble.ts';
import type { World } from '../world/types.ts';
import { type Connection, frame } from './connection.ts';
import type { GatewayDeps, GatewayOptions } from './deps.ts';
import { createEncoding, type Encoding, freeze } from './encode.ts';
import { announce } from './greeting.ts';
import { createIdentifyBudget, type IdentifyBudget } from './identify-budget.ts';
import { type Session, wants } from './session.ts';
import { awaitResume, serveSocket } from './sockets.ts';

export interface SessionCounts {
  identifies: number;
  resumes: number;
  /** Times the gateway answered op 9. */
  invalidSessions: number;
  /** Sockets that are open now. */
  sockets: number;
  /** Sessions that are alive, detached ones included. */
  open: { id: string; shard: number; shards: number; sequence: number; connected: boolean }[];
}

export interface Gateway {
  publish(dispatch: Dispatch): void;
  /** Sends what trouble holds back. */
  release(): void;
  sessions(): SessionCounts;
  /** Open ones. */
  readonly sockets: number;
  identifyBudget: IdentifyBudget;
  /** Closes all sockets; without a code they are cut. Sessions stay resumable (except after 1000 and 1001). */
  dropSockets(code?: number): void;
  /** Op 7 to all. */
  reconnect(): void;
  /** Op 9 to all; a session that is not resumable ends. */
  invalidate(resumable: boolean): void;
  stop(): Promise<void>;
}

interface Parts {
  server: Server;
  world: World;
  options: GatewayOptions & { identifies: number };
  trouble: GatewayTrouble;
  url(): string;
  ignored(op: number, why: string): void;
  sent(bytes: number): void;
  changed(): void;
}

interface Event {
  dispatch: Dispatch;
  encoded: Encoding;
}

export function createGateway(parts: Parts): Gateway {
  const { server, world, options, trouble, changed } = parts;
  const sockets = new WebSocketServer({
    server,
    maxPayload: 1_048_576,
    verifyClient: ({ req }: { req: IncomingMessage }) => isOwn(req),
  });
  const open = new Set<Connection>();
  const sessions = new Map<string, Session>();
  const identifies = createIdentifyBudget({ ...options, total: options.identifies, now: Date.now });
  let resets = 0;
  const counts = { identifies: 0, resumes: 0, invalidSessions: 0 };
  const end = (session: Session) => {
    sessions.delete(session.id);
    clearTimeout(session.expiry);
    if (session.connection) session.connection.session = null;
    session.connection = null;
    changed();
  };
  const deps: GatewayDeps = {
    ...parts,
    sessions,
    identifies,
    memberRequests: new Map(),
    counts,
    end,
    resetToken() {
      parts.ignored(GatewayOpcodes.Identify, 'more identifies than the day allows: the token was reset');
      for (const session of [...sessions.values()]) {
        session.connection?.close(GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.');
        end(session);
      }
      identifies.renew();
      resets += 1;
      world.token = tokenOf(world.application.id, resets);
    },
  };
  const send = ({ dispatch, encoded }: Event) => {
    for (const session of sessions.values()) {
      if (!wants(session, dispatch)) continue;
      if (dispatch.guild) announce(deps, session, dispatch.guild.id);
      session.deliver(dispatch.type, encoded(session));
      if (trouble.duplicates) session.deliver(dispatch.type, encoded(session));
    }
  };
  const holding = createHolding(trouble, send, ({ encoded }) => freeze(encoded));
  sockets.on('connection', (socket, request) => serveSocket(deps, open, socket, request));

  return {
    get sockets() {
      return open.size;
    },
    identifyBudget: identifies,
    publish(dispatch) {
      if (isHidden(world, dispatch)) return;
      holding.pass({ dispatch, encoded: createEncoding(dispatch, world.bot.id) });
    },
    release: holding.release,
    sessions: () => ({ ...counts, sockets: open.size, open: [...sessions.values()].map(summary) }),
    dropSockets(code) {
      for (const connection of open) code === undefined ? connection.cut() : connection.close(code);
    },
    reconnect() {
      for (const connection of open) connection.send(frame(GatewayOpcodes.Reconnect, null));
    },
    invalidate(resumable) {
      for (const connection of open) invalidateOne(deps, connection, resumable);
    },
    async stop() {
      holding.stop();
      for (const connection of open) connection.cut();
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
    },
  };
}

/** The bot is not in the guild, or sees neither the channel nor what needs permissions that it does not hold. */
function isHidden(world: World, { type, guild, channel, needs = 0n }: Dispatch): boolean {
  if (!guild) return false;
  const bot = guild.members.get(world.bot.id);
  if (!bot) return type !== 'GUILD_DELETE';
  const wanted = channel ? needs | PermissionFlagsBits.ViewChannel : needs;
  return !may(world, guild, bot, wanted, channel);
}

function invalidateOne(deps: GatewayDeps, connection: Connection, resumable: boolean): void {
  const { session } = connection;
  if (session && !resumable) deps.end(session);
  if (session) session.connection = null;
  if (session && resumable) awaitResume(deps, session);
  connection.session = null;
  deps.counts.invalidSessions += 1;
  connection.send(frame(GatewayOpcodes.InvalidSession, resumable));
}

function summary(session: Session): SessionCounts['open'][number] {
  const { id, shard, shards, sequence, connection } = session;
  return { id, shard, shards, sequence, connected: connection !== null };
}
