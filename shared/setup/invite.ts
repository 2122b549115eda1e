import type { Snowflake } from '../core/snowflake.ts';
import { allNeeded } from './needs.ts';

/**
 * The link with which the bot is invited: exactly the permissions that its features need (needs.ts), and slash commands.
 * `api` is DISCORD_API. `guild` is chosen beforehand.
 */
export function inviteLink({
  applicationId,
  api,
  guild,
}: {
  applicationId: Snowflake;
  api: string;
  guild?: Snowflake;
}): string {
  return consentLink(api, {
    client_id: applicationId,
    scope: 'bot applications.commands',
    permissions: allNeeded.toString(),
    ...(guild ? { guild_id: guild } : {}),
  });
}

/** Discord's page on which a person consents to what is asked; a stand-in for Discord has it at its own origin. */
export function consentLink(api: string, asked: Record<string, string>): string {
  const { origin, hostname } = new URL(api);
  const isDiscord = hostname === 'discord.com' || hostname.endsWith('.discord.com');
  const link = new URL('/oauth2/authorize', isDiscord ? 'https://discord.com' : origin);
  link.search = new URLSearchParams(asked).toString();
  return link.href;
}
