import type {
  APIApplicationCommand,
  APIAutoModerationRule,
  APIPartialEmoji,
  APIRole,
  APIUser,
} from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import type { Channel, Guild, Interaction, Member, Message, Webhook } from '../world/types.ts';
import type { Reply } from './reply.ts';
import type { Upload } from './sent.ts';
import type { Body } from './validate/body.ts';

/** What the parts of a path stand for. Each is looked up, and answered 404 where it is not there. */
export interface Found {
  application: string;
  guild: Guild;
  channel: Channel;
  message: Message;
  member: Member;
  role: APIRole;
  rule: APIAutoModerationRule;
  user: APIUser;
  emoji: APIPartialEmoji;
  /** Of the guild where the path names one, else a global one. */
  command: APIApplicationCommand;
  /** With the token that follows it in the path. */
  interaction: Interaction;
  webhook: WebhookOwner;
  /** What is behind a webhook's token: an answered interaction in time for follow-ups, or an incoming webhook. */
  answered: Answered;
}

/** Whose a webhook is: the application's own, for its interactions, or an incoming one of a channel. */
export type WebhookOwner = { is: 'application' } | Incoming;
export type Answered = { is: 'interaction'; interaction: Interaction } | Incoming;
export interface Incoming {
  is: 'incoming';
  webhook: Webhook;
  channel: Channel;
}

type NamesIn<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

export interface Call<Path extends string, T> {
  found: Pick<Found, NamesIn<Path> & keyof Found>;
  body: T;
  /** Of a multipart request. */
  files: readonly Upload[];
  /** A part of the path as text, by its name. */
  part(name: NamesIn<Path>): string;
  query: URLSearchParams;
  reason: string | null;
}

interface Definition<Path extends string, T> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: Path;
  body?: Body<T>;
  /** Permissions the bot needs, in the channel where the path names one, else in the guild. */
  needs?: bigint;
  /** Needs no token, and is outside the global limit: the path itself carries a secret. */
  open?: boolean;
  handle(call: Call<Path, T>, live: Live): Reply;
}

interface UntypedCall extends Pick<Call<string, unknown>, 'body' | 'files' | 'query' | 'reason'> {
  found: Partial<Found>;
  part(name: string): string;
}

export interface Route extends Omit<Definition<string, unknown>, 'handle'> {
  handle(call: UntypedCall, live: Live): Reply;
}

export function route<Path extends string, T = undefined>(definition: Definition<Path, T>): Route {
  return {
    ...definition,
    // the router has resolved every name of this path and checked the body before
    handle: (call, live) => definition.handle(call as Call<Path, T>, live),
  };
}
