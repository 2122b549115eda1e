import { DiscordAPIError, type REST } from '@discordjs/rest';
import { Routes } from 'discord-api-types/v10';
import { z } from 'zod';
import { Snowflake } from '../shared/core/snowflake.ts';
import { refusedToken } from './fatal.ts';

const Application = z.object({ id: Snowflake, flags: z.int().default(0) });
const GatewayBot = z.object({
  url: z.url({ protocol: /^wss?$/ }),
  shards: z.int().min(1),
  session_start_limit: z.object({
    total: z.int(),
    remaining: z.int(),
    reset_after: z.int().min(0),
    max_concurrency: z.int().min(1),
  }),
});
export type GatewayBot = z.infer<typeof GatewayBot>;

type Asker = Pick<REST, 'get'>;

/** The application that the token belongs to, with its flags. A token that Discord rejects is `fatal-gateway`. */
export async function fetchApplication(rest: Asker): Promise<z.infer<typeof Application>> {
  return Application.parse(await ask(rest, Routes.currentApplication()));
}

/** Where the gateway is, how many shards Discord recommends, and how many identifies are left. */
export async function fetchGatewayBot(rest: Asker): Promise<GatewayBot> {
  return GatewayBot.parse(await ask(rest, Routes.gatewayBot()));
}

async function ask(rest: Asker, route: `/${string}`): Promise<unknown> {
  try {
    return await rest.get(route);
  } catch (error) {
    throw error instanceof DiscordAPIError && error.status === 401 ? refusedToken(error) : error;
  }
}
