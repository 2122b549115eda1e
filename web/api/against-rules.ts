import { type Fault, type Refusal, refuse } from '../http/problem.ts';

/** What the rules of a guild do not allow, and why, for programs: with times as the API has them. */
export function refuseByRules({ repeated: _, until, ...refusal }: Outcome): Refusal {
  const times = until === undefined ? {} : { until: until === null ? null : new Date(until).toISOString() };
  return refuse('against-rules', { details: { refusal: { ...refusal, ...times } } });
}

/** `until`: milliseconds since 1970. */
type Outcome = Record<string, unknown> & { is: string; until?: number | null; repeated?: boolean };

/** Of a field that names a user. */
export function noMember(path: string): Fault {
  return { in: 'body', path, message: 'No member of this guild who can have bytes' };
}
