import type { APIUser } from 'discord-api-types/v10';
import { guildPermissions } from '../permissions.ts';
import { invalidForm, ok, type Reply, refuse } from '../rest/reply.ts';
import { memberWithUserJson } from '../shapes/user.ts';
import { guildsOfUser } from '../world/bot-guilds.ts';
import type { Guild, Member, World } from '../world/types.ts';
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
  const limit = query.has('limit') ? Number(query.get('limit')) : mostGuilds;
  if (!Number.isInteger(limit) || limit < 1 || limit > mostGuilds) return wrongLimit;
  const [after, before] = [query.get('after'), query.get('before')];
  const own = guildsOfUser(world, user.id)
    .filter(({ id }) => (after ? isOlder(after, id) : true) && (before ? isOlder(id, before) : true))
    .sort((a, b) => (isOlder(a.id, b.id) ? -1 : 1));
  const page = before && !after ? own.slice(-limit) : own.slice(0, limit);
  const withCounts = query.get('with_counts') === 'true';
  return ok(page.map((guild) => partialGuild(world, guild, user.id, withCounts)));
}

const wrongLimit = invalidForm([
  {
    path: ['limit'],
    code: 'BASE_TYPE_RANGE',
    message: `Value must be between 1 and ${mostGuilds}.`,
  },
]);

function isOlder(id: string, than: string): boolean {
  return /^\d+$/.test(id) && /^\d+$/.test(than) && BigInt(id) < BigInt(than);
}

function partialGuild(
  world: World,
  guild: Guild,
  userId: string,
  withCounts: boolean,
): Record<string, unknown> {
  const member = guild.members.get(userId);
  const counts = { approximate_member_count: guild.members.size, approximate_presence_count: 1 };
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    banner: null,
    owner: guild.ownerId === userId,
    permissions: String(member ? guildPermissions(guild, member, world.now()) : 0n),
    features: [],
    ...(withCounts ? counts : {}),
  };
}

function ownMember({ world, user, id }: Call): Reply {
  if (!/^\d{1,20}$/.test(id)) return notAnId(id);
  const member = memberOf(world, id, user.id);
  return member ? ok(memberWithUserJson(member)) : refuse('unknownGuild');
}

function memberOf(world: World, guildId: string, userId: string): Member | undefined {
  return (world.guilds.get(guildId) ?? world.elsewhere.get(guildId))?.members.get(userId);
}

function notAnId(id: string): Reply {
  const message = `Value "${id}" is not snowflake.`;
  return invalidForm([{ path: ['guild_id'], code: 'NUMBER_TYPE_COERCE', message }]);
}
