import { AppError, type ErrorCode, toAppError } from '../../shared/core/errors.ts';
import { isAway } from '../../shared/db/knex.ts';

/** What is wrong with one field of a request. */
export interface Fault {
  in: 'body' | 'query' | 'path' | 'header';
  /** Empty for the whole of it; `tiers.0.days` inside. */
  path: string;
  message: string;
}

/** An error as RFC 9457 has it, with nothing in it that a stranger may not know. */
export interface Problem {
  type: 'about:blank';
  status: number;
  /** Stable; branch on it. */
  code: ErrorCode;
  title: string;
  /** To be quoted to whoever runs the system. */
  requestId: string;
  /** With `bad-input`. */
  fields?: Fault[];
}

/** Beyond the code: fields at fault, members of the problem that only this code has, headers. */
interface More {
  fields?: Fault[];
  details?: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** A request that is refused as expected; a value, where an exception would be a bug. */
export class Refusal {
  readonly code: ErrorCode;
  readonly more: More;

  constructor(code: ErrorCode, more: More) {
    this.code = code;
    this.more = more;
  }
}

export function refuse(code: ErrorCode, more: More = {}): Refusal {
  return new Refusal(code, more);
}

export function refuseInput(...fields: Fault[]): Refusal {
  return refuse('bad-input', { fields });
}

export function toProblem(thrown: unknown, requestId: string): Problem {
  if (thrown instanceof Refusal) return describe(thrown, requestId);
  const { status, code, sentence } = understand(thrown);
  return { type: 'about:blank', status: refusalOf(thrown) ?? status, code, title: sentence, requestId };
}

/** What goes with a status, whatever the reason. */
export function headersOf({ status }: Problem): Record<string, string> {
  return status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {};
}

function describe({ code, more: { fields, details } }: Refusal, requestId: string): Problem {
  const { status, sentence: title } = new AppError(code);
  return { ...details, type: 'about:blank', status, code, title, requestId, ...(fields ? { fields } : {}) };
}

function understand(thrown: unknown): AppError {
  if (isAway(thrown)) return new AppError('unavailable', { cause: thrown });
  const refusal = refusalOf(thrown);
  if (refusal) return new AppError(refusal === 404 ? 'not-found' : 'bad-input', { cause: thrown });
  return toAppError(thrown);
}

/** Koa and its parsers refuse requests with errors that carry a status of the 400s: keep it. */
function refusalOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || thrown instanceof AppError || !('status' in thrown)) return undefined;
  const { status } = thrown;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
