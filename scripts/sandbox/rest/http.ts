import type { IncomingMessage, ServerResponse } from 'node:http';
import { decoded } from './decoded.ts';
import type { Reply } from './reply.ts';
import type { RestRequest } from './rest.ts';
import { readSent } from './sent.ts';

const largestBody = 26_214_400; // bytes, Discord's largest request

/** Null: larger than Discord takes; it is read to its end all the same, since an answer before that gets lost. */
export async function readBytes(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= largestBody) chunks.push(bytes);
    else chunks.length = 0;
  }
  return size <= largestBody ? Buffer.concat(chunks) : null;
}

/** `path` without the API's prefix. */
export async function restRequest(
  request: IncomingMessage,
  path: string,
  query: URLSearchParams,
  bytes: Buffer,
): Promise<RestRequest> {
  const reason = request.headers['x-audit-log-reason'];
  return {
    method: request.method ?? 'GET',
    path,
    query,
    authorization: request.headers.authorization,
    reason: typeof reason === 'string' ? decoded(reason) : null,
    ...(await readSent(bytes, request.headers['content-type'] ?? '')),
  };
}

/** A reply without a body goes out bare: clients parse an empty body that calls itself JSON. */
export function send(response: ServerResponse, reply: Reply): void {
  const { after = 0 } = reply;
  if (after === 'never') return;
  if (after > 0) {
    const timer = setTimeout(() => write(response, reply), after);
    response.once('close', () => clearTimeout(timer));
  } else {
    write(response, reply);
  }
}

function write(response: ServerResponse, { status, body, text: plain, headers = {} }: Reply): void {
  if (plain !== undefined) {
    response.writeHead(status, { ...headers, 'content-type': 'text/html; charset=UTF-8' }).end(plain);
    return;
  }
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  const text = JSON.stringify(body);
  const length = Buffer.byteLength(text);
  response
    .writeHead(status, { ...headers, 'content-type': 'application/json', 'content-length': length })
    .end(text);
}
