import type { Operations } from './operations.ts';

/** `get /guilds/{guildId}` and the like. */
export type OperationName = keyof Operations;
export type ReplyOf<N extends OperationName> = Operations[N]['reply'];

/** Operations whose replies are pages. */
export type ListName = {
  [N in OperationName]: ReplyOf<N> extends { items: unknown[]; next: string | null } ? N : never;
}[OperationName];
export type ItemOf<N extends ListName> = ReplyOf<N> extends { items: (infer Item)[] } ? Item : never;

/** What every call may say beside what its operation asks for. */
export interface Manner {
  /** Names a write, so that it is done once however often it is sent: only then is it repeated by itself. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

type Field<Name extends string, Value> = [Value] extends [undefined]
  ? { [N in Name]?: undefined }
  : Record<never, never> extends Value
    ? { [N in Name]?: Value }
    : { [N in Name]: Value };

/** Params, query, body and the version that a change is based on, as far as the operation has them. */
export type Asked<N extends OperationName> = Field<'params', Operations[N]['params']> &
  Field<'query', Operations[N]['query']> &
  Field<'body', Operations[N]['body']> &
  Field<'ifMatch', Operations[N]['ifMatch']> &
  Manner;

/** Nothing has to be said where nothing is asked for. */
export type Args<N extends OperationName> =
  Record<never, never> extends Asked<N> ? [asked?: Asked<N>] : [asked: Asked<N>];

/** The same, read at run time. */
export interface Call extends Manner {
  params?: Record<string, unknown> | undefined;
  query?: Record<string, unknown> | undefined;
  body?: unknown;
  ifMatch?: string | undefined;
}
