import { z } from 'zod';
import { begin, type Claim, finish, free } from '../../shared/accounts/idempotency.ts';
import { seal, unseal } from '../../shared/accounts/seal.ts';
import { AppError } from '../../shared/core/errors.ts';
import type { Answer } from './answer.ts';
import { type Refusal, refuse } from './problem.ts';
import type { ApiDeps } from './route.ts';

/**
 * Does work once per Idempotency-Key: the same request again gets the kept answer, another one is refused. What failed
 * on our side is forgotten, so that it can be tried again. `secret`: the answer is kept sealed.
 */
export async function once(
  deps: Pick<ApiDeps, 'db' | 'clock' | 'log' | 'config'>,
  claim: Claim,
  work: () => Promise<Answer>,
  secret = false,
): Promise<Answer | Refusal> {
  const begun = await begin(deps, claim);
  if (begun.is === 'conflict') return refuse('idempotency-conflict');
  if (begun.is === 'busy') return refuse('idempotency-busy', { headers: { 'Retry-After': '1' } });
  if (begun.is === 'done') return replay(secret ? opened(deps, claim, begun.answer) : begun.answer);
  let answer: Answer;
  try {
    answer = await work();
  } catch (error) {
    await free(deps, claim, begun.at).catch((lost: unknown) => deps.log.warn({ err: lost }, 'idempotency'));
    throw error;
  }
  await finish(deps, claim, begun.at, secret ? closed(deps, claim, answer) : answer);
  return answer;
}

function replay(answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, 'Idempotency-Replayed': 'true' } };
}

const Sealed = z.object({ sealed: z.string() });

function closed({ config }: Pick<ApiDeps, 'config'>, claim: Claim, answer: Answer): Answer {
  return { ...answer, body: { sealed: seal(lockOf(config, claim), JSON.stringify(answer.body ?? null)) } };
}

function opened({ config }: Pick<ApiDeps, 'config'>, claim: Claim, answer: Answer): Answer {
  const text = unseal(lockOf(config, claim), Sealed.parse(answer.body).sealed);
  if (text === undefined) throw new AppError('idempotency-conflict'); // SECRET is another one by now
  const body: unknown = JSON.parse(text);
  return { ...answer, body: body ?? undefined };
}

function lockOf({ SECRET }: ApiDeps['config'], { keyId, route, idempotencyKey }: Claim) {
  return { secret: SECRET, purpose: 'kept answer', owner: `${keyId} ${route} ${idempotencyKey}` };
}
