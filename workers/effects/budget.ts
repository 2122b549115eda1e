import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { SECOND } from '../../shared/core/clock.ts';
import { AppError } from '../../shared/core/errors.ts';
import { keys } from '../../shared/core/keys.ts';
import type { Cluster, Redis } from '../../shared/core/redis.ts';
import { script } from '../../shared/core/script.ts';

const limits = {
  requests: 50, // a second, for a bot as a whole (Discord documentation, "Global Rate Limit")
  window: SECOND + 50, // requests spread a little on their way
  refused: 9_000, // Discord bans an address at 10,000 in ten minutes ("Invalid Request Limit")
  minutes: 10,
};

export interface Budget {
  /** Waits for a turn. Throws `rate-limited` where so much was refused that nothing may be sent for now. */
  take(): Promise<void>;
  /** Counts an answer that Discord holds against the bot: 401, 403 or 429. */
  countRefused(): Promise<void>;
}

/** The budget of requests to Discord that all processes share. */
export function openBudget(redis: Redis | Cluster, { requests, window, refused, minutes } = limits): Budget {
  return {
    async take() {
      const both = [keys.requestBudget(), keys.invalidBudget()];
      const turn = await takeTurn(redis, both, [requests, window, refused, minutes]);
      if (turn.is === 'none')
        throw new AppError('rate-limited', {
          message: `Discord refused ${turn.refused} requests in ${minutes} minutes: nothing is sent for now`,
        });
      if (turn.wait > 0) await wait(turn.wait);
    },
    async countRefused() {
      await count(redis, [keys.invalidBudget()], [minutes]);
    },
  };
}

type Turn = { is: 'turn'; at: number; wait: number } | { is: 'none'; refused: number };

/** `[turns, window in ms, most refused, minutes]`: when this request may leave, by Redis' clock. */
export const takeTurn = script<[number, number, number, number], Turn>(
  new URL('./lua/take.lua', import.meta.url),
  (raw) => {
    const [given, first, wait] = z.tuple([z.number(), z.number(), z.number()]).parse(raw);
    return given === 1 ? { is: 'turn', at: first, wait } : { is: 'none', refused: first };
  },
);

const count = script<[number], number>(new URL('./lua/refused.lua', import.meta.url), (raw) =>
  z.number().parse(raw),
);
