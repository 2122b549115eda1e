import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { type IncomingMessage, request as plain, type RequestOptions } from 'node:http';
import { request as secure } from 'node:https';
import { SECOND } from '../core/clock.ts';
import { within } from '../core/deadline.ts';
import { AppError } from '../core/errors.ts';
import { type Lookup, resolve } from './resolve.ts';

/** What came of an attempt. `ms`: how long it took; `status` 0: nobody answered, for the reason given. */
export interface Answer {
  status: number;
  why: string | null;
  ms: number;
  /** The address was not even asked. */
  isUnsent?: true;
}

/** `allowPrivate`: WEBHOOKS_PRIVATE. */
export interface Reach {
  allowPrivate: boolean;
  /** The system's own, but in tests, as is how long (ms) all of it may take. */
  lookup?: Lookup;
  patience?: number;
}

const usual = 10 * SECOND; // for all of it: name, connection, answer

/**
 * Sends a body to an address, once. Whom it reaches is decided here: the host's addresses are looked up and checked, and
 * the connection goes to one that was checked, whatever the name leads to a moment later: to the next where none comes about
 * with one. A redirect is an answer like any other, and is not followed. What the other side writes is not read: it could be anything, of any length.
 */
export async function post(
  url: URL,
  headers: Record<string, string>,
  body: string,
  { allowPrivate, lookup, patience = usual }: Reach,
): Promise<Answer> {
  const begun = performance.now();
  const stop = new AbortController();
  const done = (status: number, why: string | null) => ({
    status,
    why,
    ms: Math.round(performance.now() - begun),
  });
  if (url.protocol !== 'https:' && !allowPrivate) return done(0, 'Only https:// is allowed.');
  try {
    return await within(patience, send());
  } catch (error) {
    return done(
      0,
      error instanceof AppError ? `No answer in ${patience / SECOND} seconds.` : reasonOf(error),
    );
  } finally {
    stop.abort();
  }

  async function send(): Promise<Answer> {
    const found = await resolve(url.hostname, allowPrivate, lookup);
    if (found.is !== 'found') return done(0, unreached(url.hostname, allowPrivate));
    let refused: unknown;
    for (const address of found.addresses) {
      const turn = patience / found.addresses.length;
      const answer = await ask(url, { headers, body, address, signal: stop.signal, turn });
      if (answer.is === 'answered') return done(answer.status, null);
      refused = answer.error;
    }
    throw refused;
  }
}

/** Whoever makes webhooks must not learn by them which names there are in a private network, nor where they lead. */
function unreached(host: string, allowPrivate: boolean): string {
  return allowPrivate ? `The host ${host} is not known.` : `The host ${host} has no public address.`;
}

interface Asked {
  headers: Record<string, string>;
  body: string;
  address: LookupAddress;
  signal: AbortSignal;
  /** Milliseconds that the connection may take. */
  turn: number;
}

/** `unreached`: nothing was sent, so that another address may be asked. Throws what happens later, and where it was stopped. */
async function ask(
  url: URL,
  { headers, body, address, signal, turn }: Asked,
): Promise<{ is: 'answered'; status: number } | { is: 'unreached'; error: unknown }> {
  const isSecure = url.protocol === 'https:';
  const options: RequestOptions = {
    method: 'POST',
    agent: false, // a kept connection may lead to an address that was checked long ago
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    lookup: (_host, { all }, found) =>
      all ? found(null, [address]) : found(null, address.address, address.family),
    signal,
  };
  const request = (isSecure ? secure : plain)(url, options);
  request.on('error', () => {}); // also those that come after the answer; the first one is thrown below
  const late = setTimeout(() => request.destroy(tooLate()), turn);
  let isReached = false;
  request.once('socket', (socket) =>
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      isReached = true;
      clearTimeout(late);
    }),
  );
  request.end(body);
  try {
    const [response]: IncomingMessage[] = await once(request, 'response');
    return { is: 'answered', status: response?.statusCode ?? 0 };
  } catch (error) {
    if (isReached || signal.aborted) throw error;
    return { is: 'unreached', error };
  } finally {
    clearTimeout(late);
  }
}

function tooLate(): Error {
  return Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' });
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (code ? `The connection failed: ${code}.` : 'The connection failed.');
}

/** Node's codes, and OpenSSL's as Node has them. */
const reasons: Record<string, string> = {
  ECONNREFUSED: 'Nobody listens there.',
  ETIMEDOUT: 'No connection came about in time.',
  ECONNRESET: 'The connection was cut.',
  EHOSTUNREACH: 'The host cannot be reached.',
  ENETUNREACH: 'The network cannot be reached.',
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Its certificate is signed by itself.',
  SELF_SIGNED_CERT_IN_CHAIN: 'Its certificate is signed by nobody known.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'Its certificate is signed by nobody known.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for another host.',
};
