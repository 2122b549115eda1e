import type { z } from 'zod';
import type { Parameter } from './openapi-document.ts';
import type { JsonSchema, Schemas } from './openapi-schemas.ts';
import type { AnyRoute } from './route.ts';

/** What a route reads besides its body. */
export function listParameters(route: AnyRoute, schemas: Schemas): Parameter[] {
  const { method, scope, versioned } = route;
  const isRead = method === 'get';
  return [
    ...listFields(route.params, 'path', schemas),
    ...listFields(route.query, 'query', schemas),
    ...(isRead && !route.file ? [headers.ifNoneMatch] : []),
    ...(!isRead && versioned ? [headers.ifMatch] : []),
    ...(!isRead && scope !== 'public' ? [headers.idempotencyKey] : []),
  ];
}

function listFields(fields: z.ZodObject | undefined, where: 'path' | 'query', schemas: Schemas): Parameter[] {
  if (!fields) return [];
  const { properties = {}, required = [] } = schemas.input(fields);
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = toSchema(property);
    return {
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema,
    };
  });
}

function toSchema(property: boolean | JsonSchema): JsonSchema {
  return typeof property === 'boolean' ? {} : property;
}

const header = (name: string, required: boolean, description: string, pattern: string): Parameter => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string', pattern },
});

const headers = {
  ifNoneMatch: header('If-None-Match', false, 'An `ETag` that is known: 304 where it is still right', '.'),
  ifMatch: header(
    'If-Match',
    true,
    'The `ETag` that the change is based on',
    '^"[\\x21\\x23-\\x7e]{1,128}"$',
  ),
  idempotencyKey: header(
    'Idempotency-Key',
    false,
    'Anything of your own that names this request: repeated within 24 hours, it is done once',
    '^[\\x21-\\x7e]{1,255}$',
  ),
};
