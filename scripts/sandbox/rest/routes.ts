import type { PrivilegedIntent } from '../gateway/intents.ts';
import { applicationRoutes } from './resources/applications.ts';
import { auditLogRoutes } from './resources/audit-logs.ts';
import { autoModerationRoutes } from './resources/auto-moderation.ts';
import { banRoutes } from './resources/bans.ts';
import { bulkBanRoutes } from './resources/bulk-bans.ts';
import { bulkDeleteRoutes } from './resources/bulk-delete.ts';
import { channelRoutes } from './resources/channels.ts';
import { commandPermissionRoutes } from './resources/command-permissions.ts';
import { commandRoutes } from './resources/commands.ts';
import { crosspostRoutes } from './resources/crossposts.ts';
import { type GatewayInformation, gatewayRoutes } from './resources/gateway.ts';
import { guildChannelRoutes } from './resources/guild-channels.ts';
import { guildRoutes } from './resources/guilds.ts';
import { incidentActionRoutes } from './resources/incident-actions.ts';
import { incomingWebhookRoutes } from './resources/incoming-webhooks.ts';
import { interactionRoutes } from './resources/interactions.ts';
import { inviteRoutes } from './resources/invites.ts';
import { memberListRoutes } from './resources/member-lists.ts';
import { memberRoleRoutes } from './resources/member-roles.ts';
import { memberRoutes } from './resources/members.ts';
import { messageRoutes } from './resources/messages.ts';
import { overwriteRoutes } from './resources/overwrites.ts';
import { ownGuildRoutes } from './resources/own-guilds.ts';
import { pinRoutes } from './resources/pins.ts';
import { reactionRoutes } from './resources/reactions.ts';
import { roleRoutes } from './resources/roles.ts';
import { singleCommandRoutes } from './resources/single-commands.ts';
import { threadMemberRoutes } from './resources/thread-members.ts';
import { threadRoutes } from './resources/threads.ts';
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
    ...singleCommandRoutes(schema),
    ...commandPermissionRoutes(),
    ...channelRoutes(schema),
    ...overwriteRoutes(),
    ...threadRoutes(schema),
    ...threadMemberRoutes(),
    ...messageRoutes(schema),
    ...bulkDeleteRoutes(),
    ...reactionRoutes(),
    ...pinRoutes(),
    ...crosspostRoutes(),
    ...guildRoutes(schema),
    ...ownGuildRoutes(),
    ...guildChannelRoutes(schema),
    ...roleRoutes(schema),
    ...auditLogRoutes(),
    ...autoModerationRoutes(schema),
    ...incidentActionRoutes(schema),
    ...inviteRoutes(schema),
    ...memberListRoutes(intents),
    ...memberRoutes(),
    ...memberRoleRoutes(),
    ...banRoutes(schema),
    ...bulkBanRoutes(schema),
    ...interactionRoutes(schema),
    ...webhookRoutes(schema),
    ...incomingWebhookRoutes(),
    ...userRoutes(schema),
  ];
}
