import type { Config } from '../../shared/core/config.ts';
import type { Document, Operation } from './openapi-document.ts';
import { listParameters } from './openapi-parameters.ts';
import { commonHeaders, listResponses, problemSchema } from './openapi-responses.ts';
import { collectSchemas, type Schemas } from './openapi-schemas.ts';
import type { AnyRoute } from './route.ts';

/** The document of the API, made of the very values that serve it. */
export function describeApi(
  routes: readonly AnyRoute[],
  { WEB_ORIGIN }: Pick<Config, 'WEB_ORIGIN'>,
): Document {
  const schemas = collectSchemas();
  const paths: Document['paths'] = {};
  for (const route of routes) {
    const path = `/api/v1${route.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method]: describe(route, schemas) };
  }
  const tags = [...new Set(routes.map(tagOf))].map((name) => ({ name }));
  return {
    openapi: '3.1.0',
    info: { title: 'Smarter Dev', version: '1.0.0', description },
    servers: [{ url: WEB_ORIGIN ?? '/' }],
    tags,
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      headers: commonHeaders,
      schemas: { ...schemas.named, Problem: problemSchema },
    },
  };
}

const description = [
  'Exchange an API key for a token at `POST /api/v1/auth/token` and send it as `Authorization: Bearer …`.',
  'Ids are strings. Lists come in pages: `next` is the `cursor` of the next one.',
  'Every GET has an `ETag`; send it as `If-None-Match` to be told 304 where nothing changed, and as `If-Match` where a change needs the version it is based on.',
  'With an `Idempotency-Key`, a write that is repeated within 24 hours is done once and answered the same.',
  'Errors are `application/problem+json`: branch on `code`, quote `requestId`.',
].join('\n\n');

function describe(route: AnyRoute, schemas: Schemas): Operation {
  const { method, summary, description, scope, body } = route;
  return {
    operationId: `${method}${route.path.replace(/[^a-zA-Z]+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    tags: [tagOf(route)],
    summary,
    ...(description ? { description } : {}),
    security: scope === 'public' ? [] : [{ token: [scope] }],
    parameters: listParameters(route, schemas),
    ...(body
      ? {
          requestBody: { required: true, content: { 'application/json': { schema: schemas.input(body) } } },
        }
      : {}),
    responses: listResponses(route, schemas),
  };
}

/** What it is about: the resource of its scope. */
function tagOf({ scope, path }: AnyRoute): string {
  const [resource = ''] = scope === 'public' ? path.slice(1).split('/') : scope.split(':');
  return resource;
}
