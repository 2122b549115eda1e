import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Document } from '../http/openapi-document.ts';
import type { TestAnswer } from './api.ts';

/** Words of Postgres, stacks, files and libraries: none of them is anybody's business. */
const internals =
  /\bat [^\s"]+ \(|node_modules|\.[tj]s:\d|file:\/\/|\/(work|home|usr)\/|violates|syntax error|relation "|column "|operator does not|invalid input syntax|out of range for type|invalid byte sequence|knex|objection|ZodError|TypeError|RangeError|SyntaxError|ECONN/i;

/** Compares answers with the document: undefined where all is well, otherwise what is not. */
export function openContract(document: Document) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, schemas: [{ ...document, $id: 'api' }] });
  const validators = new Map<string, ValidateFunction>();

  function validatorOf(path: string, method: string, status: string, type: string): ValidateFunction {
    const steps = ['paths', path, method, 'responses', status, 'content', type, 'schema'];
    const pointer = steps.map((step) => encodeURIComponent(step.replace(/~/g, '~0').replace(/\//g, '~1')));
    const $ref = `api#/${pointer.join('/')}`;
    const known = validators.get($ref) ?? ajv.compile({ $ref });
    validators.set($ref, known);
    return known;
  }

  return (path: string, method: string, answer: TestAnswer): string | undefined => {
    const { status, headers, text, body } = answer;
    if (status >= 500) return `status ${status}`;
    const leak = text.match(internals)?.[0];
    if (leak) return `says "${leak}"`;
    const response = document.paths[path]?.[method]?.responses[status];
    if (!response) return `status ${status} is not in the document`;
    for (const header of ['X-Request-Id', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'])
      if (!headers.has(header)) return `has no ${header}`;
    const [type] = Object.keys(response.content ?? {});
    if (type === undefined) return text === '' ? undefined : `status ${status} has a body`;
    if (!headers.get('content-type')?.startsWith(type)) return `is ${headers.get('content-type')}`;
    const fits = validatorOf(path, method, String(status), type);
    return fits(body) ? undefined : ajv.errorsText(fits.errors);
  };
}
