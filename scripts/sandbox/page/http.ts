import type { IncomingMessage, ServerResponse } from 'node:http';
import { send } from '../rest/http.ts';
import type { Reply } from '../rest/reply.ts';
import type { Sandbox } from '../sandbox.ts';
import { sendFile } from './files.ts';
import { follow } from './live.ts';
import { suggest } from './suggestions.ts';
import { views } from './views.ts';

export interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  /** The request's body. */
  text: string;
}

/** Answers requests for the page; false: no such address. */
export async function visit(sandbox: Sandbox, { request, response, url, text }: Visit): Promise<boolean> {
  const { pathname, searchParams } = url;
  if (pathname === '/page/suggest' && request.method === 'POST') {
    send(response, await suggest(sandbox, text));
    return true;
  }
  if (request.method !== 'GET') return false;
  if (pathname === '/') return sendFile(response, 'index.html');
  const name = /^\/page\/([\w.-]+)$/.exec(pathname)?.[1] ?? '';
  if (name === 'live') {
    follow(sandbox, response);
    return true;
  }
  const view = Object.hasOwn(views, name) ? views[name] : undefined;
  if (!view) return sendFile(response, name);
  send(response, found(await view(sandbox, searchParams)));
  return true;
}

const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

function found(body: unknown): Reply {
  if (body === null) return { status: 404, body: { error: 'there is no guild with people in it' }, headers };
  return { status: 200, body, headers };
}
