import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Schemas as the document has them; those with an id are told once, and referred to. */
export interface Schemas {
  /** What is read: fields that a schema does not name are refused, whatever zod would do. */
  input(schema: z.ZodType): JsonSchema;
  output(schema: z.ZodType): JsonSchema;
  readonly named: Record<string, JsonSchema>;
}

export function collectSchemas(): Schemas {
  const named: Record<string, JsonSchema> = {};

  function convert(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const made = z.toJSONSchema(schema, {
      io,
      unrepresentable: 'any',
      override: io === 'input' ? seal : open,
    });
    const { $schema, $defs = {}, ...json } = made;
    const names = new Map(Object.entries($defs).map(([name, def]) => [name, nameFor(name, def, io)]));
    for (const [name, def] of Object.entries($defs)) named[names.get(name) ?? name] = refer(def, names);
    return refer(json, names);
  }

  /** What is read may differ from what is sent under the same id. */
  function nameFor(name: string, def: JsonSchema, io: 'input' | 'output'): string {
    const known = named[name];
    return known === undefined || isDeepStrictEqual(known, refer(def, new Map())) ? name : `${name}-${io}`;
  }

  return {
    input: (schema) => convert(schema, 'input'),
    output: (schema) => convert(schema, 'output'),
    named,
  };
}

/** References as they are in an OpenAPI document. */
function refer(schema: unknown, names: Map<string, string>): JsonSchema {
  const text = JSON.stringify(schema, (key: string, value: unknown) => {
    if (key !== '$ref' || typeof value !== 'string') return value;
    const name = value.replace('#/$defs/', '');
    return `#/components/schemas/${names.get(name) ?? name}`;
  });
  return JSON.parse(text);
}

type Override = NonNullable<z.core.ToJSONSchemaParams['override']>;

const seal: Override = ({ zodSchema, jsonSchema }) => {
  const { def } = zodSchema._zod;
  if (def.type === 'object' && !('catchall' in def && def.catchall)) jsonSchema.additionalProperties = false;
};

const open: Override = () => {};
