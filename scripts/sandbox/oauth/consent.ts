import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIUser } from 'discord-api-types/v10';
import { addBot } from '../changes/bot-guilds.ts';
import type { Live } from '../live.ts';
import type { World } from '../world/types.ts';
import { type Authorization, addressOf, checkAuthorization, withError } from './authorization.ts';
import { consentPage, noticePage } from './consent-page.ts';
import type { Grants } from './grants.ts';
import { manageableOf, peopleOf, personCalled } from './people.ts';

export interface OAuth {
  live: Live;
  grants: Grants;
}

interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  /** The request's body. */
  text: string;
}

type Shown = { status: number; page: string; to?: string } | { location: string };

/** Answers /oauth2/authorize, the page on which a user consents; false: no such address. */
export function visitConsent(oauth: OAuth, { request, response, url, text }: Visit): boolean {
  if (/^\/api(\/v\d+)?\/oauth2\/authorize$/.test(url.pathname) && request.method === 'GET') {
    response.writeHead(302, { location: `/oauth2/authorize${url.search}` }).end();
    return true;
  }
  if (url.pathname !== '/oauth2/authorize') return false;
  const form = request.method === 'POST' ? new URLSearchParams(text) : null;
  const shown = decide(oauth, form ?? url.searchParams, form?.get('answer') ?? null);
  if ('location' in shown) response.writeHead(302, { location: shown.location }).end();
  else response.writeHead(shown.status, headersFor(shown.to)).end(shown.page);
  return true;
}

function decide(oauth: OAuth, query: URLSearchParams, answer: string | null): Shown {
  const { world } = oauth.live;
  const checked = checkAuthorization(world, query);
  if (checked.is === 'refused') return { location: checked.location };
  if (checked.is === 'wrong')
    return { status: checked.status, page: noticePage('That link does not work', checked.why) };
  const { authorization } = checked;
  query.delete('answer');
  const chosen = personOf(oauth, query.get('as'));
  const user = chosen ?? peopleOf(world)[0];
  if (!user) return { status: 200, page: noticePage('Nobody is here', 'There is no person to consent.') };
  const ask = (problem: string | null): Shown => ({
    status: problem === null ? 200 : 400,
    page: consentPage(world, query, authorization, user, problem),
    to: authorization.redirect?.uri,
  });
  if (query.has('as') && !chosen) return ask(`There is no person called ${query.get('as')}.`);
  if (answer === 'cancel') return cancelled(authorization);
  if (answer !== 'allow' && !mayPass(oauth, authorization, user)) return ask(null);
  return consented(oauth, authorization, user) ?? ask('Choose a server that this person manages.');
}

function personOf({ live, grants }: OAuth, text: string | null): APIUser | null {
  const wanted = text ?? grants.lastUser;
  return wanted === null ? null : personCalled(live.world, wanted);
}

/** `prompt=none` asks nobody twice; for `bot`, authorization is always required. */
function mayPass({ grants }: OAuth, { isSilent, scopes, bot }: Authorization, user: APIUser): boolean {
  return isSilent && !bot && grants.isAllowed(user.id, scopes);
}

function cancelled({ redirect }: Authorization): Shown {
  if (!redirect) return { status: 200, page: noticePage('Cancelled', 'Nothing was changed.') };
  const why = 'The resource owner or authorization server denied the request';
  return { location: withError(redirect, 'access_denied', why) };
}

/** Null: the bot cannot be added to that guild by this user. */
function consented({ live, grants }: OAuth, authorization: Authorization, user: APIUser): Shown | null {
  const { scopes, redirect, challenge, bot } = authorization;
  const guild = bot && manageableOf(live.world, user.id).find(({ id }) => id === bot.guildId);
  if (bot && !guild) return null;
  if (bot && guild) addBot(live, guild, bot.permissions, user.id);
  if (!redirect) return { status: 200, page: added(live.world, guild?.name ?? 'the server') };
  const code = grants.createCode({
    userId: user.id,
    scopes,
    guildId: guild?.id ?? null,
    redirectUri: redirect.uri,
    isNamed: redirect.isNamed,
    challenge,
  });
  const hints: Record<string, string> =
    bot && guild ? { guild_id: guild.id, permissions: String(bot.permissions) } : {};
  return { location: addressOf(redirect, { code, ...hints }) };
}

function added({ application }: World, guild: string): string {
  return noticePage('Success', `${application.name} is now in ${guild}. You can close this page.`);
}

/** No scripts, and forms to itself; browsers hold a form's redirect against `form-action`, so its target is there too. */
function headersFor(redirectUri: string | undefined): Record<string, string> {
  const target = redirectUri === undefined ? '' : ` ${sourceOf(redirectUri)}`;
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action 'self'${target}; base-uri 'none'; frame-ancestors 'none'`,
    'cache-control': 'no-store',
    'referrer-policy': 'same-origin', // without a referrer, browsers send forms with the origin “null”,
  };
}

/** An app's own scheme has no origin. */
function sourceOf(redirectUri: string): string {
  const { origin, protocol } = new URL(redirectUri);
  return origin === 'null' ? protocol : origin;
}
