import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { SECOND } from '../../shared/core/clock.ts';
import { AppError } from '../../shared/core/errors.ts';
import { keys } from '../../shared/core/keys.ts';
import type { EffectQueue } from '../../shared/core/queues.ts';
import type { Cluster, Redis } from '../../shared/core/redis.ts';
import { script } from '../../shared/core/script.ts';

const usual = {
  requests: 50, // a second, for a bot as a whole (Discord documentation, "Global Rate Limit")
  window: SECOND + 50, // requests spread a little on their way
  refused: 9_000, // Discord bans an address at 10,000 in ten minutes ("Invalid Request Limit")
  minutes: 10,
};

/** Turns of a second that each queue leaves to those before it, so that a ban finds one at once. */
export const spare = { punishments: 0, deletions: 3, effects: 10, logs: 10 } as const satisfies Record<
  EffectQueue,
  number
>;

export interface Budget {
  /** Waits for a turn. Throws `rate-limited` where so much was refused that nothing may be sent for now. */
  take(): Promise<void>;
  /** Counts an answer that Discord holds against the bot: 401, 403 or 429. */
  countRefused(): Promise<void>;
}

/**
 * The budget of requests to Discord that all processes share. Who leaves turns to others gets none ahead of time: what
 * waits here waits in one line, and only its first asks.
 */
export function openBudget(
  redis: Redis | Cluster,
  leave = 0,
  { requests, window, refused, minutes } = usual,
): Budget {
  let line: Promise<void> = Promise.resolve();
  async function take(): Promise<void> {
    const both = [keys.requestBudget(), keys.invalidBudget()];
    for (;;) {
      const turn = await takeTurn(redis, both, [requests, window, refused, minutes, leave]);
      if (turn.is === 'none')
        throw new AppError('rate-limited', {
          message: `Discord refused ${turn.refused} requests in ${minutes} minutes: nothing is sent for now`,
        });
      if (turn.wait > 0) await wait(turn.wait);
      if (turn.is === 'turn') return;
    }
  }
  return {
    take() {
      if (leave === 0) return take();
      const taken = line.then(take);
      line = taken.catch(() => {}); // whoever waits for it hears of it
      return taken;
    },
    async countRefused() {
      await count(redis, [keys.invalidBudget()], [minutes]);
    },
  };
}

type Turn =
  | { is: 'turn'; at: number; wait: number }
  /** None is free; to be asked again. */
  | { is: 'full'; wait: number }
  | { is: 'none'; refused: number };
type Limits = [requests: number, window: number, refused: number, minutes: number, leave: number];

/** When this request may leave, by Redis' clock. */
export const takeTurn = script<Limits, Turn>(new URL('./lua/take.lua', import.meta.url), (raw) => {
  const [given, first, wait] = z.tuple([z.number(), z.number(), z.number()]).parse(raw);
  if (given === 0) return { is: 'none', refused: first };
  return given === 1 ? { is: 'turn', at: first, wait } : { is: 'full', wait };
});

const count = script<[number], number>(new URL('./lua/refused.lua', import.meta.url), (raw) =>
  z.number().parse(raw),
);
