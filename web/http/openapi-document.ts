import type { JsonSchema } from './openapi-schemas.ts';

/** The parts of an OpenAPI 3.1 document that we write. */
export interface Document {
  openapi: '3.1.0';
  info: Record<string, string>;
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>> & { schemas: Record<string, JsonSchema> };
}

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  /** The scope that is needed stands with the scheme. */
  security: { token?: string[] }[];
  parameters: Parameter[];
  requestBody?: { required: true; content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, Response>;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: JsonSchema;
}

export interface Response {
  description: string;
  headers: Record<string, unknown>;
  content?: Record<string, { schema: JsonSchema }>;
}
