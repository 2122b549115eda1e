import { longestReason } from '../limits.ts';
import type { Live } from '../live.ts';
import type { Records } from '../records.ts';
import { may } from '../rights.ts';
import { timeOf } from '../snowflakes.ts';
import { troubled } from '../trouble/rest-faults.ts';
import type { Trouble } from '../trouble/trouble.ts';
import { botMember, guildOf } from '../world/lookups.ts';
import type { World } from '../world/types.ts';
import type { Asked, RateLimits } from './rate-limits.ts';
import { invalidForm, isReply, type Reply, refuse } from './reply.ts';
import { resolve } from './resolve.ts';
import type { Found, Route } from './route.ts';
import type { createRouter, Match } from './router.ts';
import type { SentBody, Upload } from './sent.ts';
import { isId } from './validate/ids.ts';

export interface RestRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  reason: string | null;
  body: SentBody;
  files: readonly Upload[];
}

export interface RestDeps extends Live {
  records: Records;
  trouble: Trouble;
  limits: RateLimits;
  match: ReturnType<typeof createRouter>;
}

/** Answers one request the way Discord would, and keeps it in the records. */
export function answer(deps: RestDeps, request: RestRequest): Reply {
  const at = deps.world.now();
  const match = deps.match(request.method, request.path);
  const reply =
    deps.limits.invalid.ban() ??
    troubled(deps.trouble, `${request.method} ${request.path}`, () => decide(deps, request, match));
  deps.limits.invalid.count(reply);
  const body = request.body.is === 'json' ? request.body.value : null;
  deps.records.request({
    method: request.method,
    path: request.path,
    route: match.is === 'route' ? match.route.path : request.path,
    query: request.query.toString(),
    body,
    status: reply.status,
    reply: reply.body ?? reply.text ?? null,
    at,
    reason: request.reason,
    ...interactionOf(deps.world, match),
  });
  return reply;
}

function decide(deps: RestDeps, request: RestRequest, match: Match): Reply {
  if (match.is === 'none') return refuse('notFound');
  if (match.is === 'method') return refuse('methodNotAllowed');
  const { route, params } = match;
  if (!route.open && request.authorization !== `Bot ${deps.world.token}`) return refuse('unauthorized');
  const { headers, refusal } = deps.limits.take(askedOf(deps.world, request, route, params));
  if (refusal) return refusal;
  const reply = perform(deps, request, route, params);
  return { ...reply, headers: { ...headers, ...reply.headers } };
}

function askedOf(
  world: World,
  { method, path }: RestRequest,
  route: Route,
  params: [string, string][],
): Asked {
  const { guild, channel, message } = Object.fromEntries(params);
  const home = channel === undefined ? undefined : world.channels.get(channel);
  return {
    method,
    path,
    pattern: route.path,
    open: !!route.open,
    guild: guild ?? home?.guildId ?? null,
    messageAge: message && isId(message) ? world.now() - timeOf(message) : 0,
  };
}

function perform(deps: RestDeps, request: RestRequest, route: Route, params: [string, string][]): Reply {
  const found = resolve(deps.world, params);
  if (isReply(found)) return found;
  if (route.needs && !botMay(deps.world, found, route.needs)) return refuse('missingPermissions');
  if ((request.reason ?? '').length > longestReason) return malformed(deps, request, reasonTooLong);
  if (request.body.is === 'unreadable') return malformed(deps, request, refuse('invalidJson'));
  const sent = request.body.is === 'json' ? request.body.value : undefined;
  const checked = route.body ? route.body.check(sent) : ({ is: 'fine', body: undefined } as const);
  if (checked.is === 'malformed') return malformed(deps, request, checked.reply);
  const part = (name: string) => params.find(([candidate]) => candidate === name)?.[1] ?? '';
  const reply = route.handle(
    { found, part, body: checked.body, files: request.files, query: request.query, reason: request.reason },
    deps,
  );
  return reply.status === 400 && hasCode(reply.body, 50035) ? malformed(deps, request, reply) : reply;
}

const reasonTooLong = invalidForm([
  { path: ['reason'], code: 'BASE_TYPE_BAD_LENGTH', message: 'Must be between 1 and 512 in length.' },
]);

function malformed(deps: RestDeps, request: RestRequest, reply: Reply): Reply {
  const body = request.body.is === 'json' ? request.body.value : request.body.is;
  deps.records.violation({ what: `${request.method} ${request.path}`, body, why: reply.body });
  return reply;
}

function botMay(world: World, { guild, channel }: Partial<Found>, needs: bigint): boolean {
  const home = guild ?? (channel && guildOf(world, channel));
  if (!home) return true; // in a direct message there is nothing to forbid
  return may(world, home, botMember(world, home), needs, channel);
}

function hasCode(body: unknown, code: number): boolean {
  return typeof body === 'object' && body !== null && 'code' in body && body.code === code;
}

/** The interaction that a callback or a webhook's token belongs to. */
function interactionOf(world: World, match: Match): { interactionId?: string } {
  if (match.is !== 'route') return {};
  const params = new Map(match.params);
  const id = params.get('interaction') ?? world.tokens.get(params.get('answered') ?? '')?.id;
  return id ? { interactionId: id } : {};
}
