import { createHash, timingSafeEqual } from 'node:crypto';
import { decoded } from '../rest/decoded.ts';
import { type Reply, refuse } from '../rest/reply.ts';
import { guildJson } from '../shapes/guild.ts';
import type { Application } from '../world/types.ts';
import type { OAuth } from './consent.ts';
import { type Code, type Token, tokenLife } from './grants.ts';
import { scopesIn } from './scopes.ts';

export interface TokenRequest {
  method: string;
  contentType: string | undefined;
  authorization: string | undefined;
  text: string;
}

/** POST /oauth2/token, in the shapes of RFC 6749. */
export function answerToken(oauth: OAuth, request: TokenRequest): Reply {
  if (request.method !== 'POST') return refuse('methodNotAllowed');
  const form = formOf(request);
  const type = form.get('grant_type');
  const grant = type !== null && Object.hasOwn(grantTypes, type) ? grantTypes[type] : undefined;
  if (!grant) return failed('unsupported_grant_type', `Grant type ${type ?? 'None'} is not supported`);
  if (!isClient(oauth.live.world.application, request, form)) return strange;
  return grant(oauth, form);
}

/** POST /oauth2/token/revoke; RFC 7009: a token that is not there counts as revoked. */
export function answerRevoke({ live, grants }: OAuth, request: TokenRequest): Reply {
  if (request.method !== 'POST') return refuse('methodNotAllowed');
  const form = formOf(request);
  if (!isClient(live.world.application, request, form)) return strange;
  const token = form.get('token');
  if (!token) return failed('invalid_request', 'Missing "token" in request.');
  grants.revoke(token);
  return { status: 200, body: {} };
}

type Grant = (oauth: OAuth, form: URLSearchParams) => Reply;

const grantTypes: Record<string, Grant> = {
  authorization_code(oauth, form) {
    const text = form.get('code');
    if (!text) return failed('invalid_request', 'Missing "code" in request.');
    const code = oauth.grants.code(text);
    if (!code) return failed('invalid_grant', 'Invalid "code" in request.');
    const problem = wrongRedirect(code, form) ?? wrongVerifier(code, form);
    if (problem) return problem;
    oauth.grants.useCode(text);
    return given(oauth, oauth.grants.createToken(code, true));
  },

  refresh_token(oauth, form) {
    const token = oauth.grants.renew(form.get('refresh_token') ?? '');
    return token ? given(oauth, token) : failed('invalid_grant');
  },

  /** A token of the application's owner, without a refresh token. */
  client_credentials(oauth, form) {
    const scopes = scopesIn(form.get('scope'));
    if (!scopes || scopes.includes('bot'))
      return failed('invalid_scope', 'The requested scope is invalid, unknown, or malformed.');
    const userId = oauth.live.world.application.owner.id;
    return given(oauth, oauth.grants.createToken({ userId, scopes, guildId: null }, false));
  },
};

/** Anything but a form counts as empty: JSON is not permitted. */
function formOf({ contentType, text }: TokenRequest): URLSearchParams {
  const [type = ''] = (contentType ?? '').split(';');
  return new URLSearchParams(type.trim().toLowerCase() === 'application/x-www-form-urlencoded' ? text : '');
}

/** By HTTP Basic, or in the form. */
function isClient(application: Application, { authorization }: TokenRequest, form: URLSearchParams): boolean {
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  const [id = '', secret = ''] =
    basic === undefined
      ? [form.get('client_id') ?? '', form.get('client_secret') ?? '']
      : Buffer.from(basic, 'base64').toString('utf8').split(':').map(decoded);
  return id === application.id && isSame(secret, application.secret);
}

function isSame(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}

function wrongRedirect({ redirectUri, isNamed }: Code, form: URLSearchParams): Reply | null {
  const sent = form.get('redirect_uri');
  const fits = sent === redirectUri || (sent === null && !isNamed);
  return fits ? null : failed('invalid_request', 'Invalid "redirect_uri" in request.');
}

/** PKCE (RFC 7636), which Discord takes with S256 alone. */
function wrongVerifier({ challenge }: Code, form: URLSearchParams): Reply | null {
  if (challenge === null) return null;
  const verifier = form.get('code_verifier');
  if (verifier === null) return failed('invalid_request', 'Missing "code_verifier"');
  if (!/^[\w.~-]{43,128}$/.test(verifier)) return failed('invalid_request', 'Invalid "code_verifier"');
  const made = createHash('sha256').update(verifier).digest('base64url');
  return made === challenge ? null : failed('invalid_grant', 'Invalid "code_verifier"');
}

function given({ live }: OAuth, { access, refresh, scopes, guildId }: Token): Reply {
  const guild = guildId === null ? undefined : live.world.guilds.get(guildId);
  const body = {
    token_type: 'Bearer',
    access_token: access,
    expires_in: tokenLife,
    ...(refresh === null ? {} : { refresh_token: refresh }),
    scope: scopes.join(' '),
    ...(guild ? { guild: guildJson(guild) } : {}),
  };
  return { status: 200, body, headers: unstored };
}

function failed(error: string, error_description?: string): Reply {
  const body = { error, ...(error_description ? { error_description } : {}) };
  return { status: 400, body, headers: unstored };
}

const unstored = { 'cache-control': 'no-store', pragma: 'no-cache' };
const strange: Reply = { status: 401, body: { error: 'invalid_client' }, headers: unstored };
