import type { APIUser } from 'discord-api-types/v10';
import { isReply, ok, type Reply, refuse } from '../rest/reply.ts';
import { isId, notAnId } from '../rest/validate/ids.ts';
import { cut, pageIn } from '../rest/validate/page.ts';
import { partialGuildJson } from '../shapes/guild.ts';
import { memberWithUserJson } from '../shapes/user.ts';
import { anyGuild, guildsOfUser } from '../world/bot-guilds.ts';
import { memberIn } from '../world/lookups.ts';
import type { World } from '../world/types.ts';
import type { OAuth } from './consent.ts';
import type { Token } from './grants.ts';
import { userOf } from './people.ts';
import type { Scope } from './scopes.ts';

export interface BearerRequest {
  method: string;
  /** Without `/api/v10`. */
  path: string;
  query: URLSearchParams;
  /** The access token. */
  token: string;
}

interface Call {
  world: World;
  token: Token;
  user: APIUser;
  query: URLSearchParams;
  /** What the pattern captured. */
  id: string;
}

interface BearerRoute {
  pattern: RegExp;
  /** Null: any token will do. */
  scope: Scope | null;
  answer(call: Call): Reply;
}

const routes: BearerRoute[] = [
  { pattern: /^\/oauth2\/@me$/, scope: null, answer: aboutToken },
  { pattern: /^\/users\/@me$/, scope: 'identify', answer: ({ user, token }) => ok(ownUser(user, token)) },
  { pattern: /^\/users\/@me\/guilds$/, scope: 'guilds', answer: guilds },
  { pattern: /^\/users\/@me\/guilds\/([^/]+)\/member$/, scope: 'guilds.members.read', answer: ownMember },
  { pattern: /^\/users\/@me\/connections$/, scope: 'connections', answer: () => ok([]) },
];

/** What an access token may ask. Everything else, and a scope that was not granted, is a plain 401 on Discord. */
export function answerBearer({ live: { world }, grants }: OAuth, request: BearerRequest): Reply {
  const token = grants.tokenOf(request.token);
  const user = token && userOf(world, token.userId);
  if (!token || !user) return refuse('unauthorized');
  const route = routes.find(({ pattern }) => pattern.test(request.path));
  if (!route || (route.scope !== null && !token.scopes.includes(route.scope))) return refuse('unauthorized');
  if (request.method !== 'GET') return refuse('methodNotAllowed');
  const id = route.pattern.exec(request.path)?.[1] ?? '';
  return route.answer({ world, token, user, query: request.query, id });
}

function aboutToken({ world, token, user }: Call): Reply {
  const { id, name } = world.application;
  const flags = { bot_public: true, bot_require_code_grant: false, verify_key: '0'.repeat(64) };
  return ok({
    application: { id, name, icon: null, description: '', hook: true, ...flags },
    scopes: token.scopes,
    expires: new Date(token.endsAt).toISOString(),
    ...(token.scopes.includes('identify') ? { user } : {}),
  });
}

/** The e-mail address comes with its scope alone. */
function ownUser(user: APIUser, { scopes }: Token): Record<string, unknown> {
  const name = /^[\w.]+$/.test(user.username) ? user.username : user.id;
  const mail = { email: `${name}@example.com`, verified: true };
  return {
    ...user,
    ...{ public_flags: 0, flags: 0, banner: null, accent_color: null },
    ...{ mfa_enabled: false, locale: 'en-US', premium_type: 0 },
    ...(scopes.includes('email') ? mail : {}),
  };
}

const mostGuilds = 200; // Discord's documentation, "Get Current User Guilds": limit

function guilds({ world, user, query }: Call): Reply {
  const page = pageIn(query, { most: mostGuilds, usual: mostGuilds });
  if (isReply(page)) return page;
  const counted = query.get('with_counts') === 'true';
  const own = cut(guildsOfUser(world, user.id), ({ id }) => id, page);
  return ok(own.map((guild) => partialGuildJson(guild, memberIn(guild, user.id), world.now(), counted)));
}

function ownMember({ world, user, id }: Call): Reply {
  if (!isId(id)) return notAnId('guild_id', id);
  const member = anyGuild(world, id)?.members.get(user.id);
  return member ? ok(memberWithUserJson(member)) : refuse('unknownGuild');
}
