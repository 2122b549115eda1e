import { Cannot } from '../world/cannot.ts';
import type { World } from '../world/types.ts';

/** What the application's owner does in Discord's developer portal. */
export function setRedirectUris({ application }: World, uris: string[]): void {
  const bad = uris.find((uri) => !URL.canParse(uri));
  if (bad !== undefined) throw new Cannot(`${bad} is no address`);
  application.redirectUris.splice(0, application.redirectUris.length, ...uris);
}
