import type { REST } from '@discordjs/rest';
import { effectQueues } from '../../shared/core/queues.ts';
import type { Running, Tuning } from '../runtime/consume.ts';
import { openBudget, spare } from './budget.ts';
import { underBudget } from './rest.ts';
import { kinds } from './routes.ts';
import { type Core, runEffects } from './run.ts';

/** Does all effects until closed: each queue with a client of its own, which leaves requests to the ones before it. */
export function startEffects(
  context: Omit<Core, 'rest'>,
  openRest: () => REST,
  tuning: Tuning = {},
): Running {
  const running = effectQueues.map((name) => {
    const rest = underBudget(openRest(), openBudget(context.redis, spare[name]));
    return runEffects({ ...context, rest }, kinds, { ...tuning, queues: [name] });
  });
  return { close: async () => void (await Promise.all(running.map((each) => each.close()))) };
}
