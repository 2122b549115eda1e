import { invalidForm, type Reply } from '../reply.ts';
import { isId, notAnId } from './ids.ts';

/** The query's `limit`, at least 1; a refusal where it is none. */
export function limitIn(
  query: URLSearchParams,
  { most, usual }: { most: number; usual: number },
): number | Reply {
  const text = query.get('limit') ?? String(usual);
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= most) return limit;
  const path = ['limit'];
  if (!Number.isInteger(limit))
    return invalidForm([{ path, code: 'NUMBER_TYPE_COERCE', message: `Value "${text}" is not int.` }]);
  const code = limit < 1 ? 'NUMBER_TYPE_MIN' : 'NUMBER_TYPE_MAX';
  return invalidForm([{ path, code, message: `int value should be between 1 and ${most}.` }]);
}

/** The refusal of a query that has something else where ids belong. */
export function idProblem(query: URLSearchParams, names: string[]): Reply | null {
  const wrong = names.find((name) => !isId(query.get(name) ?? '0'));
  return wrong === undefined ? null : notAnId(wrong, query.get(wrong) ?? '');
}

export function idIn(query: URLSearchParams, name: string): bigint | undefined {
  const text = query.get(name);
  return text === null ? undefined : BigInt(text);
}
