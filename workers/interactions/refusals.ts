import { DiscordAPIError } from '@discordjs/rest';
import { AppError } from '../../shared/core/errors.ts';

/** Discord's codes for a reply that cannot be given any more, and how it stands then (documentation, "JSON error codes"). */
const refusals = new Map([
  [10_008, 'gone'], // unknown message: somebody deleted it
  [10_015, 'gone'], // unknown webhook: nothing was ever replied
  [10_062, 'too-late'], // unknown interaction: its three seconds passed
  [40_060, 'already'], // acknowledged before, by another try of ours
  [50_027, 'gone'], // invalid webhook token: its 15 minutes passed
] as const);
export type Refusal = 'gone' | 'too-late' | 'already';
/** What Discord says to a reply. */
export type Heard = Promise<'done' | Refusal>;

/**
 * Sends a request about an interaction; expected refusals are values. Throws `unavailable` where trying again helps,
 * `unexpected` where Discord does not take what we sent.
 */
export async function ask<Reply>(
  request: Promise<unknown>,
  read: (reply: unknown) => Reply,
): Promise<Reply | Refusal> {
  try {
    return read(await request);
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) throw new AppError('unavailable', { cause: error });
    const refusal = [...refusals].find(([code]) => code === error.code)?.[1];
    if (refusal) return refusal;
    throw new AppError('unexpected', { message: `Discord refused a reply: ${error.message}`, cause: error });
  }
}
