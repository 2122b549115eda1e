import { applicationFlags, type PrivilegedIntent } from '../../gateway/intents.ts';
import type { World } from '../../world/types.ts';
import { ok } from '../reply.ts';
import { type Route, route } from '../route.ts';

/** The intents are a set that may change while the sandbox runs, as in Discord's developer portal. */
export function applicationRoutes(intents: Set<PrivilegedIntent>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/applications/@me',
      handle: (_, { world }) => ok(applicationJson(world, intents)),
    }),
    route({
      method: 'GET',
      path: '/oauth2/applications/@me',
      handle: (_, { world }) => ok(applicationJson(world, intents)),
    }),
  ];
}

function applicationJson(
  { application, bot, guilds }: World,
  intents: Set<PrivilegedIntent>,
): Record<string, unknown> {
  return {
    id: application.id,
    name: application.name,
    icon: null,
    description: '',
    summary: '',
    type: null,
    bot,
    owner: application.owner,
    team: null,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: applicationFlags(intents),
    hook: true,
    tags: [],
    redirect_uris: application.redirectUris,
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    approximate_guild_count: guilds.size,
    approximate_user_install_count: 0,
    integration_types_config: { '0': {} },
  };
}
