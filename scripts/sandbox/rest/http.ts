import type { IncomingMessage, ServerResponse } from 'node:http';
import { decoded } from './decoded.ts';
import type { Reply } from './reply.ts';
import type { RestRequest } from './rest.ts';

const largestBody = 26_214_400; // bytes, Discord's largest request

/** Null: larger than Discord takes. */
export async function readText(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > largestBody) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** `path` without the API's prefix. */
export function restRequest(
  request: IncomingMessage,
  path: string,
  query: URLSearchParams,
  text: string,
): RestRequest {
  const reason = request.headers['x-audit-log-reason'];
  return {
    method: request.method ?? 'GET',
    path,
    query,
    authorization: request.headers.authorization,
    reason: typeof reason === 'string' ? decoded(reason) : null,
    body: parse(text),
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

function write(response: ServerResponse, { status, body, headers = {} }: Reply): void {
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

function parse(text: string): RestRequest['body'] {
  if (text === '') return { is: 'none' };
  try {
    return { is: 'json', value: JSON.parse(text) };
  } catch {
    return { is: 'unreadable' };
  }
}
