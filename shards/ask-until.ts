import { setTimeout as sleep } from 'node:timers/promises';
import { DiscordAPIError } from '@discordjs/rest';
import { ZodError } from 'zod';
import { SECOND } from '../shared/core/clock.ts';
import { AppError } from '../shared/core/errors.ts';
import type { Log } from '../shared/core/log.ts';

const firstPause = SECOND;
const longestPause = 30 * SECOND;

/**
 * Asks Discord until it answers: while its REST API is away a shard process waits for it. What Discord has answered, a
 * refusal too, is not asked again, and thrown.
 */
export async function askUntilAnswered<T>(ask: () => Promise<T>, log: Log, pause = firstPause): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (isAnswer(error)) throw error;
    log.warn({ err: error, pause }, 'Discord does not answer; asking again');
    await sleep(pause);
    return askUntilAnswered(ask, log, Math.min(2 * pause, longestPause));
  }
}

/** All else is the network, a time-out, a 429 or a 5xx. */
function isAnswer(error: unknown): boolean {
  if (error instanceof DiscordAPIError) return error.status < 500 && error.status !== 429;
  return error instanceof AppError || error instanceof ZodError;
}
