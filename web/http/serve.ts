import { Readable } from 'node:stream';
import { AppError } from '../../shared/core/errors.ts';
import type { Answer } from './answer.ts';
import type { ApiContext, ApiMiddleware } from './caller.ts';
import { isKnown, quote, versionOf } from './etag.ts';
import { once } from './idempotency.ts';
import { headersOf, Refusal, toProblem } from './problem.ts';
import { readRequest } from './request.ts';
import { type AnyAsk, type AnyRoute, type ApiDeps, Reply } from './route.ts';

/** Reads a request, has the route handle it, and sends what fits its schema. */
export function serve(route: AnyRoute, deps: ApiDeps): ApiMiddleware {
  return async (ctx) => {
    const { requestId } = ctx.state;
    const request = await readRequest(route, ctx, deps);
    if (request instanceof Refusal) return send(ctx, refused(request, requestId));
    const work = () => handle(route, request.ask, deps);
    const { caller, idempotencyKey } = request.ask;
    if (!caller || idempotencyKey === null) return send(ctx, await work());
    const claim = { keyId: caller.key.id, route: `${route.method} ${route.path}`, idempotencyKey };
    const answer = await once(deps, { ...claim, fingerprint: request.fingerprint }, work, route.secret);
    send(ctx, answer instanceof Refusal ? refused(answer, requestId) : answer);
  };
}

/** What is expected becomes an answer; what is our fault is thrown, and logged by whoever catches it. */
async function handle(route: AnyRoute, ask: AnyAsk, deps: ApiDeps): Promise<Answer> {
  try {
    const result = await route.handle(ask, deps);
    if (result instanceof Refusal) return refused(result, ask.requestId);
    return toAnswer(route, result instanceof Reply ? result : new Reply<unknown>(result, {}));
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    return problemAnswer(error, ask.requestId);
  }
}

function toAnswer(route: AnyRoute, { value, more }: Reply<unknown>): Answer {
  const body = route.reply.safeParse(value);
  if (!body.success) {
    const fields = body.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new AppError('unexpected', { message: `${route.method} ${route.path} replied with ${fields}` });
  }
  const { etag, status = route.status ?? 200, headers = {} } = more;
  if (route.file) return { status, headers: { ...headers, 'Content-Type': route.file }, body: body.data };
  const hash = route.method === 'get' ? versionOf(JSON.stringify(body.data)) : undefined;
  const version = etag ?? hash;
  return {
    status,
    headers: { ...headers, ...(version === undefined ? {} : { ETag: quote(version) }) },
    ...(status === 204 ? {} : { body: body.data }),
  };
}

function refused(refusal: Refusal, requestId: string): Answer {
  const answer = problemAnswer(refusal, requestId);
  return { ...answer, headers: { ...answer.headers, ...refusal.more.headers } };
}

function problemAnswer(thrown: unknown, requestId: string): Answer {
  const problem = toProblem(thrown, requestId);
  const headers = { ...headersOf(problem), 'Content-Type': 'application/problem+json' };
  return { status: problem.status, headers, body: problem };
}

function send(ctx: ApiContext, { status, headers, body }: Answer): void {
  ctx.status = status;
  ctx.set(headers);
  const version = headers.ETag?.slice(1, -1);
  if (status === 200 && version !== undefined && isReadKnown(ctx, version)) ctx.status = 304;
  else if (body !== undefined) {
    if (!headers['Content-Type']) ctx.type = 'application/json';
    ctx.body = body instanceof Readable ? body : JSON.stringify(body);
  }
}

function isReadKnown(ctx: ApiContext, version: string): boolean {
  return ['GET', 'HEAD'].includes(ctx.method) && isKnown(ctx.get('If-None-Match'), version);
}
