import type { Document, Operation } from '../http/openapi-document.ts';
import type { JsonSchema } from '../http/openapi-schemas.ts';

/** A field as people read of it. */
interface Field {
  name: string;
  type: string;
  required: boolean;
  note: string;
}

/** An operation as `docs.pug` shows it. */
export interface Shown {
  id: string;
  tag: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  /** Undefined for what anyone may. */
  scope: string | undefined;
  parameters: (Field & { in: string })[];
  body: Field[];
  reply: Field[];
  /** Status, and what is said of it. */
  problems: { status: string; text: string }[];
  /** All of it in small letters, to be searched. */
  words: string;
}

const deepest = 4; // levels of fields that are told one below the other

export function listOperations(document: Document): Shown[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => show(document, path, method, operation)),
  );
}

function show(document: Document, path: string, method: string, operation: Operation): Shown {
  const { summary, description = '', operationId: id, tags, security, requestBody, responses } = operation;
  const fields = (schema?: JsonSchema) => listFields(document, schema ?? {});
  const [, good] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
  const shown = {
    id,
    tag: tags[0] ?? '',
    method: method.toUpperCase(),
    path,
    summary,
    description,
    scope: security[0]?.token?.[0],
    parameters: operation.parameters.map(({ name, in: where, required, schema, description: note = '' }) => ({
      ...toField(document, name, schema, required),
      in: where,
      note: [note, notesOf(schema)].filter(Boolean).join('; '),
    })),
    body: fields(requestBody?.content['application/json']?.schema),
    reply: fields(good?.content?.['application/json']?.schema),
    problems: Object.entries(responses)
      .filter(([status]) => Number(status) >= 400)
      .map(([status, { description: text }]) => ({ status, text })),
  };
  return { ...shown, words: JSON.stringify(shown).toLowerCase() };
}

/** The fields of an object, those of inner ones below them with a dotted name. */
function listFields(document: Document, schema: JsonSchema, before = '', depth = 1): Field[] {
  const found = resolve(document, schema);
  const choices = found.oneOf ?? found.anyOf;
  if (choices && depth === 1) return choices.flatMap((choice) => listFields(document, toSchema(choice)));
  if (found.items && !Array.isArray(found.items) && depth <= deepest)
    return listFields(document, toSchema(found.items), `${before.replace(/\.$/, '')}[].`, depth);
  return Object.entries(found.properties ?? {}).flatMap(([key, property]) => {
    const inner = toSchema(property);
    const name = `${before}${key}`;
    const field = toField(document, name, inner, found.required?.includes(key) ?? false);
    return depth < deepest ? [field, ...listFields(document, inner, `${name}.`, depth + 1)] : [field];
  });
}

function toField(document: Document, name: string, schema: JsonSchema, required: boolean): Field {
  const found = resolve(document, schema);
  const note = [found.description, notesOf(found)].filter(Boolean).join('; ');
  return { name, type: typeOf(document, found), required, note };
}

function typeOf(document: Document, schema: JsonSchema): string {
  const found = resolve(document, schema);
  if (found.const !== undefined) return JSON.stringify(found.const);
  if (found.enum) return found.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = found.oneOf ?? found.anyOf;
  if (choices) return choices.map((choice) => typeOf(document, toSchema(choice))).join(' | ');
  if (found.items && !Array.isArray(found.items)) return `${typeOf(document, toSchema(found.items))}[]`;
  return [found.type ?? 'anything'].flat().join(' | ');
}

function notesOf({ minimum, maximum, minLength, maxLength, maxItems, format, default: usual }: JsonSchema) {
  return [
    minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER && `at least ${minimum}`,
    maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && `at most ${maximum}`,
    minLength !== undefined && `at least ${minLength} characters`,
    maxLength !== undefined && `at most ${maxLength} characters`,
    maxItems !== undefined && `at most ${maxItems} items`,
    format,
    usual !== undefined && `default ${JSON.stringify(usual)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

function resolve(document: Document, schema: JsonSchema): JsonSchema {
  const name = schema.$ref?.replace('#/components/schemas/', '');
  return name === undefined ? schema : (document.components.schemas[name] ?? {});
}

function toSchema(schema: boolean | JsonSchema): JsonSchema {
  return typeof schema === 'boolean' ? {} : schema;
}
