import type { Live } from '../live.ts';
import { channelPermissions, guildPermissions } from '../permissions.ts';
import type { Records } from '../records.ts';
import { type RestRefusal, type Trouble, takeRefusal } from '../trouble.ts';
import { botMember, guildOf } from '../world/lookups.ts';
import type { World } from '../world/types.ts';
import { limited, type RateLimits } from './rate-limits.ts';
import { type Reply, refuse } from './reply.ts';
import { resolve } from './resolve.ts';
import type { Found, Route } from './route.ts';
import type { createRouter, Match } from './router.ts';

export interface RestRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  reason: string | null;
  /** Undefined where there was none; `unreadable` where it was no JSON. */
  body: { is: 'none' } | { is: 'json'; value: unknown } | { is: 'unreadable' };
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
  const reply = troubled(deps, request, () => decide(deps, request, match));
  const body = request.body.is === 'json' ? request.body.value : null;
  deps.records.request({
    method: request.method,
    path: request.path,
    route: match.is === 'route' ? match.route.path : request.path,
    query: request.query.toString(),
    body,
    status: reply.status,
    reply: reply.body ?? null,
    at,
    reason: request.reason,
    ...interactionOf(deps.world, match),
  });
  return reply;
}

function troubled(deps: RestDeps, request: RestRequest, decideNow: () => Reply): Reply {
  const refusal = takeRefusal(deps.trouble, `${request.method} ${request.path}`);
  if (!refusal) return decideNow();
  if (refusal.afterwards) decideNow();
  return refusalReply(refusal);
}

function refusalReply({ status, code = 0 }: RestRefusal): Reply {
  return status === 429
    ? limited(250, 'shared')
    : { status, body: { message: `${status}: sandbox trouble`, code } };
}

function decide(deps: RestDeps, request: RestRequest, match: Match): Reply {
  if (match.is === 'none') return refuse('notFound');
  if (match.is === 'method') return refuse('methodNotAllowed');
  const { route, params } = match;
  if (!route.open && request.authorization !== `Bot ${deps.world.token}`) return refuse('unauthorized');
  const { headers, refusal } = deps.limits.take(
    `${route.method} ${route.path}`,
    params[0]?.[1] ?? '',
    !!route.open,
  );
  if (refusal) return refusal;
  const reply = perform(deps, request, route, params);
  return { ...reply, headers: { ...headers, ...reply.headers } };
}

function perform(deps: RestDeps, request: RestRequest, route: Route, params: [string, string][]): Reply {
  const found = resolve(deps.world, params);
  if ('status' in found) return found;
  if (route.needs && !botMay(deps.world, found, route.needs)) return refuse('missingPermissions');
  if (request.body.is === 'unreadable') return malformed(deps, request, refuse('invalidJson'));
  const sent = request.body.is === 'json' ? request.body.value : undefined;
  const checked = route.body ? route.body.check(sent) : ({ is: 'fine', body: undefined } as const);
  if (checked.is === 'malformed') return malformed(deps, request, checked.reply);
  const part = (name: string) => params.find(([candidate]) => candidate === name)?.[1] ?? '';
  const reply = route.handle(
    { found, part, body: checked.body, query: request.query, reason: request.reason },
    deps,
  );
  return reply.status === 400 && hasCode(reply.body, 50035) ? malformed(deps, request, reply) : reply;
}

function malformed(deps: RestDeps, request: RestRequest, reply: Reply): Reply {
  const body = request.body.is === 'json' ? request.body.value : request.body.is;
  deps.records.violation({ what: `${request.method} ${request.path}`, body, why: reply.body });
  return reply;
}

function botMay(world: World, { guild, channel }: Partial<Found>, needs: bigint): boolean {
  const home = guild ?? (channel && guildOf(world, channel));
  if (!home) return true; // in a direct message there is nothing to forbid
  const bot = botMember(world, home);
  const bits = channel
    ? channelPermissions(home, channel, bot, world.now())
    : guildPermissions(home, bot, world.now());
  return (bits & needs) === needs;
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
