import { GatewayCloseCodes } from 'discord-api-types/v10';
import { AppError } from '../shared/core/errors.ts';

/** What a sentence about a refused connection may need to name. */
export interface Attempt {
  shard: number;
  shards: number;
  /** The privileged intents that were asked for, in the developer portal's words. */
  privileged: readonly string[];
}

const portal = 'in the Discord developer portal';

/** Close codes after which another attempt cannot succeed (Discord documentation, "Gateway Close Event Codes"). */
const sentences: Partial<Record<number, (attempt: Attempt) => string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: () => badToken,
  [GatewayCloseCodes.InvalidShard]: ({ shard, shards }) =>
    `Discord does not know shard ${shard} of ${shards}: give every host the same SHARD_COUNT, or set it to auto.`,
  [GatewayCloseCodes.ShardingRequired]: ({ shards }) =>
    `The bot is in too many guilds for ${shards} shard(s): raise SHARD_COUNT, or set it to auto.`,
  [GatewayCloseCodes.InvalidAPIVersion]: () =>
    'Discord no longer speaks gateway version 10: update Smarter Dev to a release that knows the current one.',
  [GatewayCloseCodes.InvalidIntents]: () =>
    'Discord does not know the intents that were asked for: update Smarter Dev to a release that knows the current ones.',
  [GatewayCloseCodes.DisallowedIntents]: ({ privileged }) =>
    `Discord refuses the privileged intents (${privileged.join(', ') || 'none asked for'}): switch them on ${portal}, under Bot, Privileged Gateway Intents.`,
};

const badToken = `Discord does not accept the bot token: put the current one (${portal}, under Bot, Reset Token) into DISCORD_TOKEN.`;

/** The error of a close code that ends it all, with a sentence that says what to change and where; else undefined. */
export function fatalClose(code: number, attempt: Attempt): AppError | undefined {
  const sentence = sentences[code]?.(attempt);
  return sentence === undefined ? undefined : new AppError('fatal-gateway', { message: sentence });
}

export function refusedToken(cause: unknown): AppError {
  return new AppError('fatal-gateway', { message: badToken, cause });
}
