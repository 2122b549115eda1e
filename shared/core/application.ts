import { DiscordAPIError, type REST } from '@discordjs/rest';
import { Routes } from 'discord-api-types/v10';
import { z } from 'zod';
import { SECOND } from './clock.ts';
import { AppError } from './errors.ts';
import type { Log } from './log.ts';
import { Snowflake } from './snowflake.ts';

const patience = 5 * SECOND; // events, or people, are waiting
const Application = z.object({ id: Snowflake });

/**
 * The application's id. While Discord cannot be asked it is read from the token, which begins with the bot's id: the
 * same, but for bots made before 2016. So a process starts, and pays awards, without Discord.
 */
export async function findApplicationId(rest: REST, token: string, log: Log): Promise<Snowflake> {
  try {
    const found = await rest.get(Routes.currentApplication(), { signal: AbortSignal.timeout(patience) });
    return Application.parse(found).id;
  } catch (cause) {
    if (cause instanceof DiscordAPIError && cause.status === 401) {
      const message =
        'Discord refuses DISCORD_TOKEN: give the current one (developer portal, Bot, Reset Token).';
      throw new AppError('bad-config', { message, cause });
    }
    const id = idIn(token);
    if (!id) throw new AppError('unavailable', { message: 'Discord cannot be asked who this bot is', cause });
    log.warn(
      { err: cause, applicationId: id },
      'Discord cannot be asked: the application is taken from the token',
    );
    return id;
  }
}

/** The first part of a token is the bot's id in base64. */
export function idIn(token: string): Snowflake | undefined {
  const [first = ''] = token.split('.');
  return Snowflake.safeParse(Buffer.from(first, 'base64').toString('latin1')).data;
}
