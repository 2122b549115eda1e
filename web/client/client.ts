import { isPassing, waitBefore } from './back-off.ts';
import type { Args, Call, ItemOf, ListName, OperationName, ReplyOf } from './calls.ts';
import { toProblem } from './problem.ts';
import { type Sendable, toRequest } from './request.ts';
import { openSlots } from './slots.ts';
import { isJson, streamOf, untilItsEnd } from './streams.ts';
import { type Grant, type Issued, openTokens } from './tokens.ts';

export interface ClientOptions {
  /** Where the API is: `https://bot.example`. */
  origin: string;
  /** As it was shown once in the panel. */
  key: string;
  /** Requests under way at once, and so connections; the others wait. A file counts until it is read, or cancelled. 8 unless told. */
  concurrency?: number;
  /** How often a request that may be repeated is repeated. 5 unless told. */
  repeats?: number;
  /** Milliseconds after which an attempt counts as lost; a file may take longer, once it began. 30,000 unless told. */
  timeout?: number;
  /** Another than the global one: it keeps connections open, and uses them again. */
  fetch?: typeof fetch;
}

/** How time passes, and what chance says: tests have their own. */
export interface Pace {
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 to 1. */
  random(): number;
}

/** What came back; `etag` goes into `ifMatch` of a change that is based on it. */
export interface Answer<T> {
  data: T;
  etag: string | null;
}

export interface ApiClient {
  /** Calls an operation. Throws `ApiProblem` where the API refuses. */
  call<N extends OperationName>(name: N, ...args: Args<N>): Promise<ReplyOf<N>>;
  /** The same, with the version of what was read. */
  ask<N extends OperationName>(name: N, ...args: Args<N>): Promise<Answer<ReplyOf<N>>>;
  /** Every item of a list, page after page, as they are taken. */
  each<N extends ListName>(name: N, ...args: Args<N>): AsyncGenerator<ItemOf<N>, void, undefined>;
}

/** A client of the API: it gets and renews its token, waits where it is told to, and repeats what may be repeated. */
export function openClient(
  options: ClientOptions,
  { wait, random }: Pace = { wait: pause, random: Math.random },
): ApiClient {
  const { concurrency = 8, repeats = 5, timeout = 30_000 } = options;
  const origin = options.origin.replace(/\/+$/, '');
  const enter = openSlots(concurrency);
  const spent = new WeakSet<Error>(); // repeated as often as it may be: a call does not repeat what its token was refused with
  const tokens = openTokens(options.key, issue);

  /** One attempt: the answer, or what it was refused with. */
  async function attempt(
    { url, method, body, headers }: Sendable,
    token: string | null,
    signal?: AbortSignal,
  ): Promise<Answer<unknown>> {
    const leave = await enter(signal);
    const lost = new AbortController();
    const late = new DOMException(`There was no answer in ${timeout} ms.`, 'TimeoutError');
    const timer = setTimeout(() => lost.abort(late), timeout);
    const over = () => {
      clearTimeout(timer);
      leave();
    };
    try {
      const response = await (options.fetch ?? fetch)(url, {
        method,
        headers: { ...headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
        ...(body === undefined ? {} : { body }),
        redirect: 'manual', // the token is for that origin
        signal: signal ? AbortSignal.any([signal, lost.signal]) : lost.signal,
      });
      if (!response.ok) throw await toProblem(response);
      const etag = response.headers.get('etag');
      const stream = streamOf(response);
      if (stream) {
        clearTimeout(timer); // it takes as long as whoever reads it
        signal?.addEventListener('abort', leave, { once: true });
        return { data: untilItsEnd(stream, leave), etag };
      }
      const data = isJson(response) ? await response.json() : undefined;
      over();
      return { data, etag };
    } catch (failure) {
      over();
      throw failure;
    }
  }

  async function withToken(request: Sendable, signal?: AbortSignal): Promise<Answer<unknown>> {
    const token = await unlessStopped(tokens.current(), signal);
    try {
      return await attempt(request, token, signal);
    } catch (failure) {
      if (statusOf(failure) !== 401) throw failure;
      const another = await unlessStopped(tokens.insteadOf(token), signal);
      return attempt(request, another, signal); // nothing was done: it may be sent again
    }
  }

  async function repeat<T>(
    isRepeatable: boolean,
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    for (let nth = 0; ; nth++) {
      try {
        return await work();
      } catch (failure) {
        signal?.throwIfAborted();
        if (!isRepeatable || !isPassing(failure) || spent.has(failure)) throw failure;
        if (nth >= repeats) {
          spent.add(failure);
          throw failure;
        }
        await wait(waitBefore(nth, failure, random), signal);
      }
    }
  }

  /** A key is exchanged as often as it takes; a refresh token once (tokens.ts). */
  async function issue(grant: Grant): Promise<Issued> {
    const request = toRequest(origin, 'post /auth/token', { body: grant });
    const { data } = await repeat(grant.grantType === 'api_key', undefined, () => attempt(request, null));
    return data as Issued; // as the document says
  }

  function ask(name: string, call: Call = {}): Promise<Answer<unknown>> {
    const request = toRequest(origin, name, call);
    return repeat(request.isRepeatable, call.signal, () => withToken(request, call.signal));
  }

  async function* each(name: string, call: Call = {}): AsyncGenerator<unknown> {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const query = { ...call.query, ...(cursor === undefined ? {} : { cursor }) };
      const { data } = await ask(name, { ...call, query });
      const page = data as { items: unknown[]; next: string | null }; // of a ListName
      yield* page.items;
      cursor = page.next;
    }
  }

  const untyped = { call: async (name: string, call?: Call) => (await ask(name, call)).data, ask, each };
  return untyped as unknown as ApiClient; // the document says what comes back (operations.ts)
}

function statusOf(failure: unknown): number | undefined {
  return failure instanceof Error && 'status' in failure && typeof failure.status === 'number'
    ? failure.status
    : undefined;
}

/** Others may wait for the same: it goes on, for them. */
function unlessStopped<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', over);
      if (signal?.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(over, ms);
    signal?.addEventListener('abort', over);
  });
}
