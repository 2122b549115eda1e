import type { IncomingMessage, Server } from 'node:http';
import { GatewayOpcodes, PermissionFlagsBits } from 'discord-api-types/v10';
import { WebSocketServer } from 'ws';
import type { Dispatch } from '../live.ts';
import { isOwn } from '../own-machine.ts';
import { channelPermissions, guildPermissions } from '../permissions.ts';
import type { World } from '../world/types.ts';
import { type Connection, frame } from './connection.ts';
import { createIdentifyBudget, type GatewayDeps, type GatewayOptions, type IdentifyBudget } from './deps.ts';
import { createEncoding } from './encode.ts';
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
  sessions(): SessionCounts;
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
  trouble: { acksWithheld: boolean; duplicates: boolean };
  url(): string;
  ignored(op: number, why: string): void;
  changed(): void;
}

export function createGateway({ server, world, options, trouble, url, ignored, changed }: Parts): Gateway {
  const sockets = new WebSocketServer({
    server,
    maxPayload: 1_048_576,
    verifyClient: ({ req }: { req: IncomingMessage }) => isOwn(req),
  });
  const open = new Set<Connection>();
  const sessions = new Map<string, Session>();
  const identifies = createIdentifyBudget({ ...options, total: options.identifies, now: Date.now });
  const counts = { identifies: 0, resumes: 0, invalidSessions: 0 };
  const end = (session: Session) => {
    sessions.delete(session.id);
    clearTimeout(session.expiry);
    if (session.connection) session.connection.session = null;
    session.connection = null;
    changed();
  };
  const deps: GatewayDeps = {
    world,
    options,
    sessions,
    identifies,
    trouble,
    counts,
    url,
    ignored,
    changed,
    end,
  };
  sockets.on('connection', (socket, request) => serveSocket(deps, open, socket, request));

  return {
    identifyBudget: identifies,
    publish(dispatch) {
      if (isHidden(world, dispatch)) return;
      const encoded = createEncoding(dispatch, world.bot.id);
      for (const session of sessions.values()) {
        if (!wants(session, dispatch)) continue;
        session.deliver(dispatch.type, encoded(session));
        if (trouble.duplicates) session.deliver(dispatch.type, encoded(session));
      }
    },
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
      for (const connection of open) connection.cut();
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
    },
  };
}

/** The bot sees neither the channel, nor what needs permissions that it does not hold. */
function isHidden(world: World, { guild, channel, needs = 0n }: Dispatch): boolean {
  if (!guild || (!channel && needs === 0n)) return false;
  const bot = guild.members.get(world.bot.id);
  if (!bot) return true;
  const bits = channel
    ? channelPermissions(guild, channel, bot, world.now())
    : guildPermissions(guild, bot, world.now());
  const wanted = channel ? needs | PermissionFlagsBits.ViewChannel : needs;
  return (bits & wanted) !== wanted;
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
