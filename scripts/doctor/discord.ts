import { DiscordAPIError, REST } from '@discordjs/rest';
import { ApplicationFlags, Routes } from 'discord-api-types/v10';
import { z } from 'zod';
import { HOUR, SECOND } from '../../shared/core/clock.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { neededIntents } from '../../shared/setup/intents.ts';
import { inviteLink } from '../../shared/setup/invite.ts';
import { bad, good, type Line, note, reasonOf } from './line.ts';
import type { Place } from './place.ts';
import { checkSignIn } from './sign-in.ts';

const Application = z.object({
  ...{ id: Snowflake, name: z.string() },
  flags: z.int().default(0),
  redirect_uris: z.array(z.string()).default([]),
});
type Application = z.infer<typeof Application>;
const Gateway = z.object({
  shards: z.int(),
  session_start_limit: z.object({ total: z.int(), remaining: z.int(), reset_after: z.int() }),
});

const portal = 'in the Discord developer portal (https://discord.com/developers/applications)';
const presence = ApplicationFlags.GatewayPresence | ApplicationFlags.GatewayPresenceLimited;

/** Who the token belongs to, what it may hear, and whether it may connect. `applicationId` where Discord told. */
export async function checkDiscord({
  discord,
  environment,
}: Place): Promise<{ lines: Line[]; applicationId?: Snowflake }> {
  if (!discord) {
    const text = 'Discord: no DISCORD_TOKEN, so the sandbox stands in for it; it is not running.';
    return { lines: [note(text, 'npm start, or set DISCORD_TOKEN to connect a real bot.')] };
  }
  const { api, token, page } = discord;
  const rest = new REST({ version: '10', api, retries: 1, timeout: 10 * SECOND }).setToken(token);
  try {
    const application = Application.parse(await rest.get(Routes.currentApplication()));
    const gateway = Gateway.parse(await rest.get(Routes.gatewayBot()));
    const { id: applicationId, name } = application;
    const where = page ? `the sandbox (${page}; DISCORD_TOKEN is unset)` : new URL(api).host;
    const lines = [
      good(`Discord: ${where} knows the token as ${name} (${applicationId}).`),
      ...checkIntents(application, ['true', '1', 'yes', 'on'].includes(environment.GATEWAY_PRESENCES ?? '')),
      checkBudget(gateway),
      ...checkSignIn(environment, application.redirect_uris),
      good(`Invite link: ${inviteLink({ applicationId, api })}`),
    ];
    return { lines, applicationId };
  } catch (error) {
    return { lines: [faultLine(error, api)] };
  }
}

function faultLine(error: unknown, api: string): Line {
  if (error instanceof DiscordAPIError && error.status === 401)
    return bad(
      'Discord refuses the token.',
      `Put the current one (${portal}, under Bot, Reset Token) into DISCORD_TOKEN.`,
    );
  if (error instanceof z.ZodError)
    return bad(`What answers at ${api} is not Discord.`, 'Set DISCORD_API to its base URL, or unset it.');
  return bad(
    `Discord cannot be asked at ${api}: ${reasonOf(error)}.`,
    'Look at the network and its proxies, at DISCORD_API, and at https://discordstatus.com',
  );
}

function checkIntents({ flags }: Application, wantsPresence: boolean): Line[] {
  const switches = neededIntents.map(({ name, flags }) => ({ name, flags }));
  const wanted = wantsPresence ? [...switches, { name: 'Presence Intent', flags: presence }] : switches;
  const off = wanted.filter((intent) => (flags & intent.flags) === 0);
  const names = wanted.map(({ name }) => name).join(', ');
  if (off.length === 0) return [good(`Intents: on (${names}).`)];
  return off.map(({ name }) =>
    bad(`${name} is off.`, `Switch it on ${portal}, under Bot, Privileged Gateway Intents; then restart.`),
  );
}

function checkBudget({ shards, session_start_limit }: z.infer<typeof Gateway>): Line {
  const { total, remaining, reset_after } = session_start_limit;
  const text = `Gateway: ${shards} ${shards === 1 ? 'shard' : 'shards'} recommended, ${remaining} of ${total} identifies left.`;
  if (remaining >= shards) return good(text);
  return bad(text, `Wait ${Math.ceil(reset_after / HOUR)} h, and find out what connects so often.`);
}
