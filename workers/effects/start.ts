import type { REST } from '@discordjs/rest';
import type { Partition } from '../../shared/core/keys.ts';
import { effectQueues } from '../../shared/core/queues.ts';
import type { Running, Tuning } from '../runtime/consume.ts';
import { openBudget, spare } from './budget.ts';
import { underBudget } from './rest.ts';
import { kinds } from './routes.ts';
import { type Core, runEffects, slotsOf } from './run.ts';

/**
 * Prepares for doing effects: each queue has a client of its own, which leaves requests to the ones before it. `begin` does
 * all effects of a partition until closed. `share`: partitions that one process has while all processes are there.
 */
export function startEffects(
  context: Omit<Core, 'rest'>,
  openRest: () => REST,
  { share = 1, ...tuning }: Omit<Tuning, 'partitions'> & { share?: number } = {},
): { begin(partition: Partition): Running } {
  const clients = effectQueues.map((name) => ({
    name,
    rest: underBudget(openRest(), openBudget(context.redis, spare[name])),
  }));
  return {
    begin(partition) {
      const running = clients.map(({ name, rest }) => {
        const concurrency = Math.ceil(slotsOf[name] / share);
        const order = { concurrency, ...tuning, queues: [name], partitions: [partition] };
        return runEffects({ ...context, rest }, kinds, order);
      });
      return { close: async () => void (await Promise.all(running.map((each) => each.close()))) };
    },
  };
}
