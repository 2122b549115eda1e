import { isId } from '../rest/validate/ids.ts';
import type { World } from '../world/types.ts';
import { type Scope, scopesIn } from './scopes.ts';

/** What the application asks the user for. */
export interface Authorization {
  scopes: Scope[];
  /** Null: the bot is added, and nobody is sent anywhere. */
  redirect: Redirect | null;
  /** PKCE's, for S256. */
  challenge: string | null;
  /** Whoever allowed the same before is not asked again. */
  isSilent: boolean;
  /** Null: the bot is not to be added. */
  bot: { permissions: bigint; guildId: string | null; isFixed: boolean } | null;
}

interface Redirect {
  uri: string;
  /** The request named it. */
  isNamed: boolean;
  state: string | null;
}

export type Checked =
  | { is: 'fine'; authorization: Authorization }
  /** Told to the user alone: the address they would be sent to cannot be trusted. */
  | { is: 'wrong'; status: number; why: string }
  | { is: 'refused'; location: string };

const withoutCode = new Set<Scope>(['bot', 'applications.commands']); // "Bot Authorization Flow": callback-less

/** Checks the query of /oauth2/authorize in Discord's order (Discord's documentation, "OAuth2"). */
export function checkAuthorization({ application }: World, query: URLSearchParams): Checked {
  const client = query.get('client_id') ?? '';
  if (!isId(client)) return wrong(400, 'Invalid Form Body: client_id is not a snowflake.');
  if (client !== application.id) return wrong(404, 'Unknown Application.');
  const scopes = scopesIn(query.get('scope'));
  const isCallbackLess =
    scopes?.every((scope) => withoutCode.has(scope)) && scopes.includes('bot') && !query.has('response_type');
  const redirect = isCallbackLess ? null : redirectOf(query, application.redirectUris);
  if (redirect === 'invalid') return wrong(400, 'Invalid OAuth2 redirect_uri.');
  const problem = problemIn(query, scopes, redirect);
  if (problem && redirect) return { is: 'refused', location: withError(redirect, ...problem) };
  if (problem || !scopes) return wrong(400, problem?.[1] ?? '');
  const challenge = query.get('code_challenge');
  const isSilent = query.get('prompt') === 'none';
  const bot = scopes.includes('bot') ? botOf(query) : null;
  return { is: 'fine', authorization: { scopes, redirect, challenge, isSilent, bot } };
}

type Problem = [error: string, description: string];

function problemIn(
  query: URLSearchParams,
  scopes: Scope[] | null,
  redirect: Redirect | null,
): Problem | null {
  const type = query.get('response_type');
  if (redirect && type === null) return ['invalid_request', 'Missing response_type parameter.'];
  if (redirect && type !== 'code')
    return ['unsupported_response_type', 'The response type is not supported.'];
  if (!scopes) return ['invalid_scope', 'The requested scope is invalid, unknown, or malformed.'];
  if (!/^\d{0,20}$/.test(query.get('permissions') ?? ''))
    return ['invalid_request', 'Invalid "permissions" in request.'];
  if (query.has('code_challenge') && query.get('code_challenge_method') !== 'S256')
    return ['invalid_request', 'Unsupported "code_challenge_method"'];
  return null;
}

/** Exactly one of the registered ones; the first where none is named. */
function redirectOf(query: URLSearchParams, registered: string[]): Redirect | 'invalid' {
  const named = query.get('redirect_uri');
  const uri = named ?? registered[0];
  if (uri === undefined || !registered.includes(uri)) return 'invalid';
  return { uri, isNamed: named !== null, state: query.get('state') };
}

function botOf(query: URLSearchParams): Authorization['bot'] {
  return {
    permissions: BigInt(query.get('permissions') || 0),
    guildId: query.get('guild_id'),
    isFixed: query.get('disable_guild_select') === 'true',
  };
}

function wrong(status: number, why: string): Checked {
  return { is: 'wrong', status, why };
}

export function withError(redirect: Redirect, error: string, description: string): string {
  return addressOf(redirect, { error, error_description: description });
}

/** Where the user is sent back to, with what became of it. The issuer is the one that clients expect. */
export function addressOf({ uri, state }: Redirect, more: Record<string, string>): string {
  const url = new URL(uri);
  const back = { ...more, ...(state === null ? {} : { state }), iss: 'https://discord.com' };
  for (const [name, value] of Object.entries(back)) url.searchParams.set(name, value);
  return url.href;
}
