import { ApiProblem } from './problem.ts';

const first = 250; // ms
const longest = 30_000; // ms
const mostAsked = 600_000; // ms: longer than any limit of the API; a timer takes 2^31 at most, and fires at once beyond

/** Not done, or not known to be done: too many, away, or the way there broke. 409 `idempotency-busy`: it is being done. */
const passing = new Set([429, 502, 503, 504]);

/** Whether the same request may succeed later. What is not our problem (`ApiProblem`) is the network's. */
export function isPassing(failure: unknown): failure is Error {
  if (!(failure instanceof ApiProblem)) return failure instanceof Error && isOfTheNetwork(failure);
  return passing.has(failure.status) || failure.code === 'idempotency-busy';
}

/** Fetch throws a TypeError where there was no answer, a TimeoutError where it took too long. */
function isOfTheNetwork({ name }: Error): boolean {
  return name === 'TypeError' || name === 'TimeoutError';
}

/**
 * Milliseconds to wait before the nth repetition, from 0 on: twice as long each time, and by chance, so that many who failed
 * together do not come back together; never less than the answer asked for.
 */
export function waitBefore(nth: number, failure: unknown, random: () => number): number {
  const asked = failure instanceof ApiProblem ? Math.min(mostAsked, failure.retryAfter ?? 0) : 0;
  return asked + random() * Math.min(longest, first * 2 ** nth);
}
