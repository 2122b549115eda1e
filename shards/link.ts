import { setTimeout as sleep, setImmediate as turnOfLoop } from 'node:timers/promises';
import {
  CloseCodes,
  CompressionMethod,
  type IIdentifyThrottler,
  WebSocketShardEvents as Say,
  type SessionInfo,
  WebSocketManager,
} from '@discordjs/ws';
import { GatewayCloseCodes, GatewayDispatchEvents, type GatewaySendPayload } from 'discord-api-types/v10';
import { SECOND } from '../shared/core/clock.ts';
import type { Log } from '../shared/core/log.ts';
import type { GatewayBot } from './application.ts';
import type { Dispatch } from './intake.ts';
import { KnownGateway } from './known-gateway.ts';
import type { Session, Watermark } from './watermark.ts';

const openingDeadline = 10 * SECOND; // each for handshake and HELLO, which take a fraction of a second
const closingDeadline = 2 * SECOND; // a socket that is not closed by then is dead anyway
const fruitlessResumes = 5; // after so many closes in answer to RESUME the session counts as refused

export interface LinkOptions {
  shard: number;
  shards: number;
  token: string;
  intents: number;
  /** Answer of /gateway/bot: where to connect without a session. */
  gateway: GatewayBot;
  throttler: IIdentifyThrottler;
  /** Transport compression (zlib-stream). */
  compress: boolean;
  log: Log;
}

/** What a link reports. Nothing is reported any more once `close` was called. */
export interface LinkEvents {
  dispatch(dispatch: Dispatch): void;
  /** A new session, with the ids of its guilds. */
  identified(session: Session, guilds: readonly { id: string }[]): void;
  resumed(): void;
  /** Discord will not resume the session. The link identifies next. */
  refused(): void;
  /** The socket closed. The link connects again by itself unless the code is a fatal one. */
  closed(code: number): void;
  latency(milliseconds: number): void;
}

/** One hold on the gateway: resumes what `watermark` says, or identifies, and keeps connected until it is closed. */
export interface Link {
  connect(): void;
  /**
   * Whether it was sent: only while there is a session on the socket. Whether it arrives nobody tells. The library makes
   * what is beyond 115 in a minute wait, and forgets it with the socket; the sender keeps below that.
   */
  send(payload: GatewaySendPayload): boolean;
  /** Lets go of the socket so that the session can be resumed; after it, no dispatch and no request follows. */
  close(reason: string): Promise<void>;
}

/** Where the library's socket stands: it tells why the library wants its session forgotten. */
type Line =
  | { is: 'opening' }
  | { is: 'open'; phase: 'identifying' | 'resuming' | 'ready' }
  | { is: 'closed'; code: number };

/**
 * Wraps @discordjs/ws for one shard. The library is told as little as possible: its hooks read the watermark from
 * memory, never reject, and
 * - are frozen by `close`: `retrieveSessionInfo` then never answers, which keeps the library from connecting again by
 *   itself (it otherwise does in some states), and what it wants forgotten is not;
 * - forget a session only when Discord refuses it. The library also wants that when a socket cannot be opened or was
 *   closed with 1000, although the session may well be alive: asking costs one RESUME.
 */
export function openLink(options: LinkOptions, watermark: Watermark, on: LinkEvents): Link {
  const { shard, shards, gateway, log } = options;
  let line: Line = { is: 'closed', code: CloseCodes.Resuming };
  let frozen = false;
  let fruitless = 0;
  let closing: Promise<void> | undefined;

  function retrieve(): SessionInfo | null | Promise<never> {
    if (frozen) return never;
    if (line.is === 'closed') line = { is: 'opening' };
    const { session, sequence } = watermark;
    if (session?.shards !== shards) return null;
    return { shardId: shard, shardCount: shards, sessionId: session.id, resumeURL: session.url, sequence };
  }

  function update(info: SessionInfo | null): void {
    if (frozen) return;
    if (!info) {
      forget();
      return;
    }
    const isNew = line.is === 'open' && line.phase === 'identifying'; // else it is our own, whose sequence we keep
    if (!isNew || typeof info.sessionId !== 'string') return;
    const url = URL.canParse(info.resumeURL) ? info.resumeURL : gateway.url;
    watermark.begin({ id: info.sessionId, url, shards }, info.sequence - 1); // READY is an event to pass on as well
  }

  function forget(): void {
    if (line.is === 'open' || (line.is === 'closed' && line.code === GatewayCloseCodes.InvalidSeq)) giveUp();
  }

  function giveUp(): void {
    fruitless = 0;
    if (!watermark.session) return;
    watermark.end();
    on.refused();
  }

  /** Whether this ends the phase, and is to be told. */
  function enter(from: 'identifying' | 'resuming'): boolean {
    if (frozen || line.is !== 'open' || line.phase !== from) return false;
    line.phase = 'ready';
    fruitless = 0;
    return true;
  }

  const manager = new WebSocketManager({
    token: options.token,
    intents: options.intents,
    shardCount: shards,
    shardIds: [shard],
    rest: new KnownGateway(gateway),
    buildIdentifyThrottler: () => options.throttler,
    compression: options.compress ? CompressionMethod.ZlibNative : null,
    handshakeTimeout: openingDeadline,
    helloTimeout: openingDeadline,
    readyTimeout: 30 * SECOND,
    retrieveSessionInfo: retrieve,
    updateSessionInfo: (_, info) => update(info),
  });
  manager.on(Say.Dispatch, (dispatch) => {
    if (frozen) return;
    fruitless = 0;
    on.dispatch(dispatch);
  });
  manager.on(Say.Hello, () => {
    line = { is: 'open', phase: watermark.session?.shards === shards ? 'resuming' : 'identifying' };
  });
  manager.on(Say.Ready, (d) => {
    if (!enter('identifying') || !watermark.session) return;
    on.identified(watermark.session, Array.isArray(d.guilds) ? d.guilds : []);
    // Now, since guilds that come with the same packet would be dispatched before it; its own dispatch is a repetition.
    on.dispatch({ t: GatewayDispatchEvents.Ready, s: watermark.sequence + 1, d });
  });
  manager.on(Say.Resumed, () => {
    if (enter('resuming')) on.resumed();
  });
  manager.on(Say.Closed, (code) => {
    const wasResuming = line.is === 'open' && line.phase === 'resuming';
    line = { is: 'closed', code };
    if (frozen) return;
    if (wasResuming && ++fruitless === fruitlessResumes) giveUp();
    on.closed(code);
  });
  manager.on(Say.HeartbeatComplete, ({ latency }) => on.latency(latency));
  manager.on(Say.Error, (error) => log.warn({ err: error }, 'gateway'));
  manager.on(Say.SocketError, (error) => log.warn({ err: error }, 'gateway socket'));
  manager.on(Say.Debug, (message) => log.trace(message));

  return {
    connect() {
      // Fails where a close code is fatal, which `closed` reports, and stays open for ever where the link is closed first.
      manager.connect().catch((error: unknown) => log.debug({ err: error }, 'gateway connect'));
    },
    send(payload) {
      if (frozen || line.is !== 'open' || line.phase !== 'ready') return false;
      Promise.resolve(manager.send(shard, payload)).catch((error: unknown) =>
        log.debug({ err: error }, 'gateway send'),
      );
      return true;
    },
    close(reason) {
      frozen = true;
      closing ??= close(reason);
      return closing;
    },
  };

  async function close(reason: string): Promise<void> {
    await turnOfLoop(); // what the hooks answered before has taken effect then: a socket that opens is seen to open
    if (line.is === 'opening') await Promise.race([opened(manager), deadline(openingDeadline)]);
    const destroyed = Promise.resolve(manager.destroy({ code: CloseCodes.Resuming, reason })).catch(
      (error: unknown) => log.warn({ err: error }, 'could not close the gateway'),
    );
    await Promise.race([destroyed, deadline(closingDeadline)]);
  }
}

const never = new Promise<never>(() => {});

/** @discordjs/ws must not be destroyed while its socket opens: an error of that socket would then end the process. */
function opened(manager: WebSocketManager): Promise<void> {
  return new Promise((resolve) => {
    manager.once(Say.Hello, () => resolve());
    manager.once(Say.Closed, () => resolve());
  });
}

function deadline(milliseconds: number): Promise<void> {
  return sleep(milliseconds, undefined, { ref: false });
}
