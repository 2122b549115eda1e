import { DiscordAPIError, HTTPError, RateLimitError } from '@discordjs/rest';
import { AppError } from '../../shared/core/errors.ts';
import { isOutside } from '../runtime/outside.ts';

/** What became of an effect. */
export type Outcome =
  | { is: 'done' }
  /** Nobody wants it any more. */
  | { is: 'unwanted' }
  /** Discord forbade the same in this place just now; that refusal is written down, and counts as this one's. */
  | { is: 'spared' }
  /** It came too late to be of use, and was never tried. */
  | { is: 'late' }
  /** What it is about is gone: there is nothing left to do. */
  | { is: 'moot'; why: string }
  /** It will never succeed as it is. `status` is 0 where Discord did not answer. */
  | { is: 'refused'; status: number; code: string; why: string }
  /** Worth another try, in `after` milliseconds where that is known. */
  | { is: 'later'; after?: number; why: string }
  /** It is not its turn: nothing was tried, and may be in `after` milliseconds. */
  | { is: 'waits'; after: number }
  /** Nothing may be sent to Discord for now. */
  | { is: 'held'; why: string }
  /** Ours. */
  | { is: 'bug'; error: unknown };

/** Discord's codes that pass: overloaded (130000), slow mode (20016), service resource limited (20028). */
const passing = new Set<unknown>([130_000, 20_016, 20_028]);

/** What an error says about an effect; `moot` are the codes of Discord that mean that nothing is left to do. */
export function readFault(error: unknown, moot: readonly number[]): Outcome {
  if (error instanceof DiscordAPIError) return readRefusal(error, moot);
  if (error instanceof RateLimitError) {
    const after = Math.max(error.timeToReset, error.retryAfter);
    return { is: 'later', after, why: `rate limit of ${error.route}` };
  }
  if (error instanceof HTTPError) return { is: 'later', why: `Discord answered ${error.status}` };
  if (error instanceof AppError && (error.code === 'rate-limited' || error.code === 'bad-config'))
    return { is: 'held', why: error.message };
  if (isOutside(error)) return { is: 'later', why: error instanceof Error ? error.message : 'away' };
  return { is: 'bug', error };
}

/** An answer without a code is not from Discord's API, but from something between. */
function readRefusal({ code, status, message }: DiscordAPIError, moot: readonly number[]): Outcome {
  if (typeof code !== 'number' || status === 429 || passing.has(code)) return { is: 'later', why: message };
  if (moot.includes(code)) return { is: 'moot', why: message };
  return { is: 'refused', status, code: String(code), why: message };
}
