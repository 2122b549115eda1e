import type Koa from 'koa';
import { holdsScope } from '../../shared/accounts/scopes.ts';
import type { Actor } from '../../shared/core/actor.ts';
import type { ErrorCode } from '../../shared/core/errors.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Additions, State } from '../context.ts';

/** What a route asks for: `<resource>:read`, `<resource>:write`, or nothing at all. */
export type Scope = 'public' | `${string}:${string}`;

/** The key behind a request. */
export interface Caller {
  key: { id: string; name: string };
  /** As on the key: `ledger:read`, or `read` and `write` for every resource but accounts, keys and whole persons. */
  scopes: readonly string[];
  /** Null stands for every guild. */
  guilds: Snowflake[] | null;
  /** The staff account that made the key, while it is there. */
  owner: string | null;
}

/** Who does it, for what is written down of it. */
export interface By {
  actor: Actor;
  ip: string;
  requestId: string;
}

/** What became of a request's credentials. */
export type Identity =
  | { is: 'caller'; caller: Caller }
  | { is: 'stranger' }
  | { is: 'refused'; code: ErrorCode };

export type ApiContext = Koa.ParameterizedContext<State & { identity?: Identity }, Additions>;
export type ApiMiddleware = (ctx: ApiContext, next: Koa.Next) => Promise<void>;

/** Whether scopes contain the one needed, by its own name or by its verb for every resource but a few. */
export function hasScope(scopes: readonly string[], needed: Scope): boolean {
  return needed === 'public' || holdsScope(scopes, needed);
}

/** Whether a key reaches that guild; whether there is one is another question. */
export function mayReach({ guilds }: Caller, guild: Snowflake): boolean {
  return guilds === null || guilds.includes(guild);
}
