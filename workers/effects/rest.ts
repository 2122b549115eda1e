import type { REST } from '@discordjs/rest';
import { SECOND } from '../../shared/core/clock.ts';
import { AppError } from '../../shared/core/errors.ts';
import type { Budget } from './budget.ts';

const patience = SECOND; // a bucket that rests longer lets other jobs go first
const heldAgainstUs = new Set([401, 403, 429]);

/**
 * Puts every single request of a client under the shared budget. It no longer repeats requests by itself: the queue
 * does. A refused token is thrown as `bad-config`, before the client would forget it.
 */
export function underBudget(rest: REST, budget: Budget): REST {
  const request = rest.options.makeRequest;
  rest.options.retries = 0;
  rest.options.globalRequestsPerSecond = Number.POSITIVE_INFINITY;
  rest.options.rejectOnRateLimit = ({ timeToReset, retryAfter }) =>
    Math.max(timeToReset, retryAfter) > patience;
  rest.options.makeRequest = async (url, init) => {
    await budget.take();
    const answer = await request(url, init);
    if (heldAgainstUs.has(answer.status)) await budget.countRefused();
    if (answer.status === 401)
      throw new AppError('bad-config', { message: 'Discord refuses DISCORD_TOKEN: give the current one' });
    return answer;
  };
  return rest;
}
