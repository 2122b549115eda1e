import { begin, type Claim, finish, free } from '../../shared/accounts/idempotency.ts';
import type { Answer } from './answer.ts';
import { type Refusal, refuse } from './problem.ts';
import type { ApiDeps } from './route.ts';

/**
 * Does work once per Idempotency-Key: the same request again gets the kept answer, another one is refused. What failed
 * on our side is forgotten, so that it can be tried again.
 */
export async function once(
  deps: Pick<ApiDeps, 'db' | 'clock' | 'log'>,
  claim: Claim,
  work: () => Promise<Answer>,
): Promise<Answer | Refusal> {
  const begun = await begin(deps, claim);
  if (begun.is === 'conflict') return refuse('idempotency-conflict');
  if (begun.is === 'busy') return refuse('idempotency-busy', { headers: { 'Retry-After': '1' } });
  if (begun.is === 'done') return replay(begun.answer);
  let answer: Answer;
  try {
    answer = await work();
  } catch (error) {
    await free(deps, claim, begun.at).catch((lost: unknown) => deps.log.warn({ err: lost }, 'idempotency'));
    throw error;
  }
  await finish(deps, claim, begun.at, answer);
  return answer;
}

function replay(answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, 'Idempotency-Replayed': 'true' } };
}
