import type { z } from 'zod';
import type { ErrorCode } from '../../shared/core/errors.ts';
import type { Deps } from '../context.ts';
import type { By, Caller, Scope } from './caller.ts';
import type { Refusal } from './problem.ts';

/** What handlers are given. */
export type ApiDeps = Deps;

/** A request after every check. `match` is the version named in If-Match: always there where a `versioned` route writes. */
export interface Ask<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, S extends Scope> {
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  caller: S extends 'public' ? null : Caller;
  by: S extends 'public' ? null : By;
  match: string | null;
  idempotencyKey: string | null;
  requestId: string;
  ip: string;
  /** At which this very server is reached. */
  hosts: readonly string[];
}

/**
 * One address of the API: it serves, validates and documents itself. `path` is relative to `/api/v1`, with `:name` for
 * parameters; a `:guildId` that the caller may not see, or that is not there, is 404 before `handle`. `versioned`: writes
 * must name in If-Match what they are based on. `handle` returns the reply, `reply()`, or `refuse()` for what is
 * expected; what it throws is logged.
 */
interface Route<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, R extends z.ZodType, S>
  extends Omit<AnyRoute, 'params' | 'query' | 'body' | 'reply' | 'scope' | 'handle'> {
  scope: S;
  params?: P;
  query?: Q;
  /** Fields that it does not name are refused, however deep. */
  body?: B;
  /** Takes what `handle` returns and makes what is sent. */
  reply: R;
  handle(ask: Ask<P, Q, B, S & Scope>, deps: ApiDeps): Outcome<z.input<R>> | Promise<Outcome<z.input<R>>>;
}

type Outcome<V> = V | Reply<V> | Refusal;
type Nothing = z.ZodObject<Record<never, never>>;

/** A route whose types have been checked. */
export interface AnyRoute {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: `/${string}`;
  summary: string;
  description?: string;
  scope: Scope;
  versioned?: true;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Bytes of a body; 256 kB unless told. */
  largest?: number;
  reply: z.ZodType;
  /** The reply holds a secret: where it is kept for a repeated request, it is kept sealed. */
  secret?: true;
  /** The reply is a file of that type: a stream, which `reply` checks to be one. */
  file?: 'application/zip';
  /** 200 unless told. */
  status?: 200 | 201 | 202 | 204;
  /** Codes that `handle` refuses with, beyond those that follow from the rest. */
  problems?: readonly ErrorCode[];
  handle(ask: AnyAsk, deps: ApiDeps): unknown;
}
export type AnyAsk = Ask<z.ZodObject, z.ZodObject, z.ZodType, Scope>;

export function route<
  R extends z.ZodType,
  const S extends Scope,
  P extends z.ZodObject = Nothing,
  Q extends z.ZodObject = Nothing,
  B extends z.ZodType = z.ZodUndefined,
>(value: Route<P, Q, B, R, S>): AnyRoute;
export function route(value: AnyRoute): AnyRoute {
  return value;
}

/** A reply with more than its value. `etag` is a version, without quotes; it must change whenever the value does. */
export class Reply<V> {
  readonly value: V;
  readonly more: { etag?: string; status?: number; headers?: Record<string, string> };

  constructor(value: V, more: Reply<V>['more']) {
    this.value = value;
    this.more = more;
  }
}

export function reply<V>(value: V, more: Reply<V>['more']): Reply<V> {
  return new Reply(value, more);
}
