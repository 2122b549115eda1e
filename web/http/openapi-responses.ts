import { AppError, type ErrorCode } from '../../shared/core/errors.ts';
import type { Response } from './openapi-document.ts';
import type { JsonSchema, Schemas } from './openapi-schemas.ts';
import type { AnyRoute } from './route.ts';

/** What a route answers: its reply, and every refusal that follows from what it is. */
export function listResponses(route: AnyRoute, schemas: Schemas): Record<string, Response> {
  const { method, status = 200, file } = route;
  const etag = !file && (method === 'get' || route.versioned) ? ['ETag'] : [];
  const replayed = method !== 'get' && route.scope !== 'public' ? ['Idempotency-Replayed'] : [];
  const content: Response['content'] = file
    ? { [file]: { schema: {} } } // as OpenAPI 3.1 has binary content
    : { 'application/json': { schema: schemas.output(route.reply) } };
  const good: Response = {
    description: route.summary,
    headers: pick([...always, ...etag, ...replayed]),
    ...(status === 204 ? {} : { content }),
  };
  const unchanged: Response = { description: 'Nothing changed', headers: pick([...always, 'ETag']) };
  return {
    [status]: good,
    ...(method === 'get' && !file ? { 304: unchanged } : {}),
    ...describeProblems(codesOf(route)),
  };
}

function codesOf({ method, scope, params, body, versioned, problems = [] }: AnyRoute): Set<ErrorCode> {
  const isWrite = method !== 'get';
  return new Set<ErrorCode>([
    'bad-input',
    'rate-limited',
    'unavailable',
    'unexpected',
    ...(scope === 'public' ? [] : (['bad-credentials', 'expired-token', 'missing-scope'] as const)),
    ...(params ? (['not-found'] as const) : []),
    ...(body ? (['unsupported-media', 'too-large'] as const) : []),
    ...(isWrite && scope !== 'public' ? (['idempotency-busy', 'idempotency-conflict'] as const) : []),
    ...(isWrite && versioned ? (['precondition-required', 'precondition-failed'] as const) : []),
    ...problems,
  ]);
}

/** One response for each status; `code` tells the problems of one status apart. */
function describeProblems(codes: Set<ErrorCode>): Record<string, Response> {
  const statuses = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = new AppError(code);
    statuses.set(status, [...(statuses.get(status) ?? []), code]);
  }
  return Object.fromEntries([...statuses].map(([status, some]) => [status, problemResponse(status, some)]));
}

function problemResponse(status: number, codes: ErrorCode[]): Response {
  const extra = [429, 409].includes(status) ? ['Retry-After'] : status === 401 ? ['WWW-Authenticate'] : [];
  const schema: JsonSchema = {
    allOf: [{ $ref: '#/components/schemas/Problem' }],
    properties: { code: { enum: codes }, status: { const: status } },
  };
  return {
    description: codes.map((code) => `\`${code}\`: ${new AppError(code).sentence}`).join('\n'),
    headers: pick([...always, ...extra]),
    content: { 'application/problem+json': { schema } },
  };
}

/** An error as RFC 9457 has it. */
export const problemSchema: JsonSchema = {
  type: 'object',
  description: 'RFC 9457; some codes have members of their own',
  required: ['type', 'status', 'code', 'title', 'requestId'],
  properties: {
    type: { const: 'about:blank' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; branch on it' },
    title: { type: 'string', description: 'For people' },
    requestId: { type: 'string', description: 'To be quoted to whoever runs the system' },
    fields: {
      type: 'array',
      description: 'With `bad-input`: what is wrong with which field',
      items: {
        type: 'object',
        required: ['in', 'path', 'message'],
        properties: {
          in: { enum: ['body', 'query', 'path', 'header'] },
          path: { type: 'string' },
          message: { type: 'string' },
        },
        additionalProperties: false,
      },
    },
  },
};

const header = (description: string, type: 'string' | 'integer') => ({ description, schema: { type } });

export const commonHeaders: Record<string, ReturnType<typeof header>> = {
  'X-Request-Id': header('Names the request', 'string'),
  'RateLimit-Limit': header('Requests a minute that the tightest limit allows', 'integer'),
  'RateLimit-Remaining': header('Of them, those left', 'integer'),
  'RateLimit-Reset': header('Seconds until all are there again', 'integer'),
  'Retry-After': header('Seconds', 'integer'),
  ETag: header('The version of what is sent', 'string'),
  'Idempotency-Replayed': header('`true` where the answer is that of an earlier request', 'string'),
  'WWW-Authenticate': header('`Bearer`', 'string'),
};

const always = ['X-Request-Id', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];

function pick(names: string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
