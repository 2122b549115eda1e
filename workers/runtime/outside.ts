import { AppError } from '../../shared/core/errors.ts';
import { isAway } from '../../shared/db/knex.ts';

const depth = 5; // causes looked at below an error

/** Node's and undici's codes for a peer that cannot be reached or stopped talking. */
const network = /^(E(CONN|HOST|NET|ADDR|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN)|UND_ERR_)/;
/** SQLSTATEs of a conflict or time-out that passes: serialization, deadlock, lock not available, cancelled. */
const passing = new Set(['40001', '40P01', '55P03', '57014']);
/** What pg says without a code of a connection that ended; knex puts the query before it. */
const ended = /(^| - )Connection (terminated|ended)/;
/** First words of Redis' refusals while it starts, fails over, is full or busy (Redis documentation, "Errors"). */
const redisStates =
  /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MOVED|ASK|NOREPLICAS|MISCONF|OOM|BUSY|UNBLOCKED)\b/;
const redisNames = new Set(['MaxRetriesPerRequestError', 'ClusterAllFailedError']);

/** True where waiting helps: Postgres, Redis, Discord or the network between is away. Looks at causes too. */
export function isOutside(error: unknown): boolean {
  let fault = error;
  for (let i = 0; i < depth && fault instanceof Error; i++, fault = causeOf(fault)) {
    if (isAway(fault) || isUnreachable(fault) || isRedisAway(fault)) return true;
    if (passing.has(codeOf(fault)) || ended.test(fault.message)) return true;
    if (fault instanceof AppError && fault.status === 503) return true;
  }
  return false;
}

/** True for faults between us and a server: nothing is known about what it did. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return network.test(codeOf(error)) || error.name === 'AbortError' || error.name === 'TimeoutError';
}

function isRedisAway(error: Error): boolean {
  if (redisNames.has(error.name) || error.message === 'Connection is closed.') return true; // ioredis: no code
  return error.name === 'ReplyError' && redisStates.test(error.message); // the first word is the code
}

/** Objection keeps what pg threw in `nativeError`. */
function causeOf(error: Error): unknown {
  return 'nativeError' in error ? error.nativeError : error.cause;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
