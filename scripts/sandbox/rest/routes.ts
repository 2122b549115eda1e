import type { PrivilegedIntent } from '../gateway/intents.ts';
import { applicationRoutes } from './resources/applications.ts';
import { banRoutes } from './resources/bans.ts';
import { bulkDeleteRoutes } from './resources/bulk-delete.ts';
import { channelRoutes } from './resources/channels.ts';
import { commandRoutes } from './resources/commands.ts';
import { type GatewayInformation, gatewayRoutes } from './resources/gateway.ts';
import { guildRoutes } from './resources/guilds.ts';
import { interactionRoutes } from './resources/interactions.ts';
import { memberRoleRoutes } from './resources/member-roles.ts';
import { memberRoutes } from './resources/members.ts';
import { messageRoutes } from './resources/messages.ts';
import { reactionRoutes } from './resources/reactions.ts';
import { userRoutes } from './resources/users.ts';
import { webhookRoutes } from './resources/webhooks.ts';
import type { Route } from './route.ts';
import type { DiscordSchemas } from './validate/spec.ts';

/** Everything the sandbox answers under `/api/v10`. */
export function allRoutes(
  gateway: GatewayInformation,
  intents: Set<PrivilegedIntent>,
  schema: DiscordSchemas,
): Route[] {
  return [
    ...gatewayRoutes(gateway),
    ...applicationRoutes(intents),
    ...commandRoutes(schema),
    ...channelRoutes(),
    ...messageRoutes(schema),
    ...bulkDeleteRoutes(),
    ...reactionRoutes(),
    ...guildRoutes(),
    ...memberRoutes(),
    ...memberRoleRoutes(),
    ...banRoutes(schema),
    ...interactionRoutes(schema),
    ...webhookRoutes(schema),
    ...userRoutes(schema),
  ];
}
