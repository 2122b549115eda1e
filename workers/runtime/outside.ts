import { AppError } from '../../shared/core/errors.ts';
import { isAway } from '../../shared/db/knex.ts';

const depth = 5; // causes looked at below an error

/** First words of Redis' refusals while it starts, fails over, is full or busy (Redis documentation, "Errors"). */
const redisStates =
  /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MOVED|ASK|NOREPLICAS|MISCONF|OOM|BUSY|UNBLOCKED)\b/;
const redisNames = new Set(['MaxRetriesPerRequestError', 'ClusterAllFailedError']);

/** True where waiting helps: Postgres, Redis, Discord or the network between is away. Looks at causes too. */
export function isOutside(error: unknown): boolean {
  let fault = error;
  for (let i = 0; i < depth && fault instanceof Error; i++, fault = fault.cause) {
    if (isAway(fault) || isSilent(fault) || isRedisAway(fault)) return true;
    if (fault instanceof AppError && fault.status === 503) return true;
  }
  return false;
}

/** undici's codes, and requests that were not answered in time. */
function isSilent(error: Error): boolean {
  if ('code' in error && typeof error.code === 'string' && error.code.startsWith('UND_ERR_')) return true;
  return error.name === 'AbortError' || error.name === 'TimeoutError';
}

function isRedisAway(error: Error): boolean {
  if (redisNames.has(error.name) || error.message === 'Connection is closed.') return true; // ioredis: no code
  return error.name === 'ReplyError' && redisStates.test(error.message); // the first word is the code
}
