import { after, before } from 'mocha';
import { type Sandbox, startSandbox } from '../../scripts/sandbox/index.ts';
import { demoApplicationId } from '../../scripts/screenshots/panel.ts';
import { discordReturn } from '../../shared/setup/discord-identity.ts';
import { type TestPanel, usePanel } from './panel.ts';

/**
 * A panel at which those people of a stand-in for Discord may sign in; call it inside `describe`. The stand-in is up, and
 * knows the panel, from the next hook on.
 */
export function usePanelOfDiscord(people: string[]): TestPanel & { readonly sandbox: Sandbox } {
  let sandbox: Sandbox;
  before(async () => {
    const guilds = [{ name: 'Town', members: people.map((name) => ({ name })) }];
    sandbox = await startSandbox({
      world: { guilds, application: { id: demoApplicationId } },
      globalLimit: 0,
    });
  });
  const panel = usePanel(() => ({ DISCORD_API: sandbox.api, DISCORD_CLIENT_SECRET: sandbox.clientSecret }));
  before(() => sandbox.setRedirectUris([`${panel.origin}${discordReturn}`]));
  after(() => sandbox.stop());
  return Object.create(panel, { sandbox: { get: () => sandbox } });
}
