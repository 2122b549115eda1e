import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { control } from './control/http.ts';
import { answerOAuth } from './oauth/answer.ts';
import { type OAuth, visitConsent } from './oauth/consent.ts';
import { isOwn } from './own-machine.ts';
import { visit } from './page/http.ts';
import { readBytes, restRequest, send } from './rest/http.ts';
import type { Reply } from './rest/reply.ts';
import { answer, type RestDeps } from './rest/rest.ts';
import type { Sandbox } from './sandbox.ts';

interface Inside {
  rest: RestDeps;
  oauth: OAuth;
  sandbox: Sandbox;
}

/** One port for REST, control and page; the gateway takes the upgrades. `inside` is ready before the first request. */
export function createHttpServer(inside: () => Inside): Server {
  return createServer((request, response) => {
    serve(inside(), request, response).catch((error: unknown) => {
      if (response.destroyed) return; // whoever asked has gone
      console.error('sandbox: a request failed', error);
      if (!response.headersSent)
        send(response, { status: 500, body: { message: '500: Internal Server Error', code: 0 } });
    });
  });
}

async function serve(
  { rest, oauth, sandbox }: Inside,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isOwn(request)) return send(response, notOwn);
  const address = `http://sandbox${request.url ?? '/'}`;
  if (!URL.canParse(address)) return send(response, noAddress);
  const url = new URL(address);
  const bytes = await readBytes(request);
  if (bytes === null) return send(response, tooLarge);
  const text = bytes.toString('utf8');
  if (visitConsent(oauth, { request, response, url, text })) return;
  const api = /^\/api(?:\/v\d+)?(\/.*)$/.exec(url.pathname);
  if (api) {
    const [path, query] = [api[1] ?? '/', url.searchParams];
    const own = answerOAuth(oauth, rest, { request, path, query, text });
    return send(response, own ?? answer(rest, await restRequest(request, path, query, bytes)));
  }
  const order = /^\/control(?:\/(\w+))?\/?$/.exec(url.pathname);
  if (order)
    return send(
      response,
      control(sandbox, {
        method: request.method ?? 'GET',
        name: order[1] ?? '',
        text,
        query: url.searchParams,
      }),
    );
  if (await visit(sandbox, { request, response, url, text })) return;
  send(response, { status: 404, body: { message: '404: Not Found', code: 0 } });
}

const notOwn: Reply = {
  status: 403,
  body: { message: 'Only for programs and pages of this machine', code: 0 },
};
const noAddress: Reply = { status: 400, body: { message: '400: Bad Request', code: 0 } };
const tooLarge: Reply = { status: 413, body: { message: 'Request entity too large', code: 40005 } };
