import type { IncomingMessage } from 'node:http';
import type { Reply } from '../rest/reply.ts';
import type { RestDeps } from '../rest/rest.ts';
import { troubled } from '../trouble/rest-faults.ts';
import { answerBearer } from './bearer.ts';
import type { OAuth } from './consent.ts';
import { answerRevoke, answerToken } from './token.ts';

interface ApiRequest {
  request: IncomingMessage;
  /** Without `/api/v10`. */
  path: string;
  query: URLSearchParams;
  text: string;
}

/** What is not the bot's to ask: tokens, and requests with a user's token. Null: neither. */
export function answerOAuth(
  oauth: OAuth,
  { records, trouble, limits }: Pick<RestDeps, 'records' | 'trouble' | 'limits'>,
  asked: ApiRequest,
): Reply | null {
  const decide = deciderOf(oauth, asked);
  if (!decide) return null;
  const { path, query, text } = asked;
  const method = asked.request.method ?? 'GET';
  const at = oauth.live.world.now();
  const reply = limits.invalid.ban() ?? troubled(trouble, `${method} ${path}`, decide);
  limits.invalid.count(reply);
  records.request({
    method,
    path,
    route: path.replace(/\d{15,20}/, ':guild'),
    query: query.toString(),
    body: text === '' ? null : Object.fromEntries(new URLSearchParams(text)),
    status: reply.status,
    reply: reply.body ?? reply.text ?? null,
    at,
    reason: null,
  });
  return reply;
}

function deciderOf(oauth: OAuth, { request, path, query, text }: ApiRequest): (() => Reply) | null {
  const { method = 'GET', headers } = request;
  const { authorization } = headers;
  const form = { method, contentType: headers['content-type'], authorization, text };
  if (path === '/oauth2/token') return () => answerToken(oauth, form);
  if (path === '/oauth2/token/revoke') return () => answerRevoke(oauth, form);
  const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
  return token === undefined ? null : () => answerBearer(oauth, { method, path, query, token });
}
