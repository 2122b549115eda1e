import type { JsonSchema } from '../http/openapi-schemas.ts';

/** Declarations of the schemas that have a name. */
export function namesOf(schemas: Record<string, JsonSchema>): string[] {
  return Object.entries(schemas).flatMap(([name, schema]) => [
    ...(schema.description ? [`/** ${schema.description.replaceAll('*/', '*\\/')} */`] : []),
    `export type ${nameOf(name)} = ${toType(schema)};`,
    '',
  ]);
}

/** A schema as a type of TypeScript: what is not said by types (lengths, patterns) is left to the server. */
export function toType(schema: JsonSchema | boolean): string {
  if (typeof schema === 'boolean') return schema ? 'unknown' : 'never';
  if (schema.$ref) return nameOf(schema.$ref.replace('#/components/schemas/', ''));
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)));
  const several = schema.anyOf ?? schema.oneOf;
  if (several) return union(several.map(toType));
  if (schema.allOf) return schema.allOf.map((part) => `(${toType(part)})`).join(' & ');
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return union(types.map((type) => typeOf(type, schema)));
}

function typeOf(type: unknown, schema: JsonSchema): string {
  if (type === 'array') return `${wrapped(itemOf(schema))}[]`;
  if (type === 'object') return objectOf(schema);
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'string' || type === 'boolean' || type === 'null' ? type : 'unknown';
}

function itemOf({ items }: JsonSchema): string {
  return items === undefined || Array.isArray(items) ? 'unknown' : toType(items);
}

function objectOf({ properties = {}, required = [], additionalProperties }: JsonSchema): string {
  const fields = Object.entries(properties).map(
    ([name, property]) => `${keyOf(name)}${required.includes(name) ? '' : '?'}: ${toType(property)}`,
  );
  if (fields.length > 0) return `{ ${fields.join('; ')} }`;
  return `Record<string, ${additionalProperties ? toType(additionalProperties) : 'unknown'}>`;
}

function union(types: string[]): string {
  return [...new Set(types)].join(' | ') || 'never';
}

function wrapped(type: string): string {
  return /[|&]/.test(type) ? `(${type})` : type;
}

function keyOf(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}

/** What is read may differ from what is sent: `Squad-input`. */
function nameOf(name: string): string {
  return name.replace(/[^A-Za-z0-9]+(\w?)/g, (_, letter: string) => letter.toUpperCase());
}
