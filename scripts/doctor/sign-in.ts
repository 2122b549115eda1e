import { localOrigin } from '../../shared/core/origin.ts';
import { discordReturn } from '../../shared/setup/discord-identity.ts';
import { bad, good, type Line } from './line.ts';

/** Whether Discord would send back who signs in; nothing where that is not wanted. `registered` is what the portal has. */
export function checkSignIn(environment: NodeJS.ProcessEnv, registered: readonly string[]): Line[] {
  if (!environment.DISCORD_CLIENT_SECRET) return [];
  const wanted = `${originIn(environment)}${discordReturn}`;
  if (registered.includes(wanted)) return [good(`Signing in with Discord: ${wanted} is a redirect.`)];
  return [
    bad(
      `Signing in with Discord: ${wanted} is no redirect of the application.`,
      'Add it in the Discord developer portal, under OAuth2, Redirects; or set WEB_ORIGIN to what people see.',
    ),
  ];
}

function originIn({ WEB_ORIGIN, WEB_BIND, WEB_PORT }: NodeJS.ProcessEnv): string {
  if (WEB_ORIGIN && URL.canParse(WEB_ORIGIN)) return new URL(WEB_ORIGIN).origin;
  return localOrigin(WEB_BIND || '127.0.0.1', Number(WEB_PORT || 3000));
}
