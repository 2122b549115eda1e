import { AppError, toAppError } from '../../shared/core/errors.ts';
import { isAway } from '../../shared/db/knex.ts';

/** An error as RFC 9457 has it, with nothing in it that a stranger may not know. */
export interface Problem {
  type: 'about:blank';
  status: number;
  /** Stable; branch on it. */
  code: string;
  title: string;
  /** To be quoted to whoever runs the system. */
  requestId: string;
}

export function toProblem(thrown: unknown, requestId: string): Problem {
  const { status, code, sentence } = understand(thrown);
  return { type: 'about:blank', status: refusalOf(thrown) ?? status, code, title: sentence, requestId };
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
