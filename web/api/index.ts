import type { AnyRoute } from '../http/route.ts';
import { alarmRoutes } from './alarms.ts';
import { appealRoutes } from './appeals.ts';
import { auditRoutes } from './audit-entries.ts';
import { authRoutes } from './auth.ts';
import { automodFiringRoutes } from './automod-firings.ts';
import { automodPresetRoutes } from './automod-presets.ts';
import { automodRuleRoutes } from './automod-rules.ts';
import { automodTestRoutes } from './automod-tests.ts';
import { automodUndoRoutes } from './automod-undo.ts';
import { botStatusRoutes } from './bot-statuses.ts';
import { bytesRoleRoutes } from './bytes-roles.ts';
import { caseActRoutes } from './case-acts.ts';
import { caseChangeRoutes } from './case-changes.ts';
import { caseRoutes } from './cases.ts';
import { channelDeedRoutes } from './channel-deeds.ts';
import { channelRoutes } from './channels.ts';
import { commandUsageRoutes } from './command-usages.ts';
import { errorRoutes } from './errors.ts';
import { failedEffectRoutes } from './failed-effects.ts';
import { fileAttachmentRoutes } from './file-attachments.ts';
import { fileRuleRoutes } from './file-rules.ts';
import { giftRoutes } from './gifts.ts';
import { guildRoutes } from './guilds.ts';
import { hourlyStatRoutes } from './hourly-stats.ts';
import { idempotencyKeyRoutes } from './idempotency-keys.ts';
import { jobRoutes } from './jobs.ts';
import { listKeyRoutes } from './keys.ts';
import { leaderboardRoutes } from './leaderboard.ts';
import { ledgerRoutes } from './ledger.ts';
import { maintenanceRoutes } from './maintenance-runs.ts';
import { memberRoutes } from './members.ts';
import { messageTraceRoutes } from './message-traces.ts';
import { operationRoutes } from './operations.ts';
import { outageRoutes } from './outage-days.ts';
import { pageViewRoutes } from './page-views.ts';
import { processStatusRoutes } from './process-statuses.ts';
import { queueRoutes } from './queues.ts';
import { reasonTemplateRoutes } from './reason-templates.ts';
import { redirectClickRoutes } from './redirect-clicks.ts';
import { redirectRoutes } from './redirects.ts';
import { refreshTokenRoutes } from './refresh-tokens.ts';
import { reportRoutes } from './reports.ts';
import { roleGrantRoutes } from './role-grants.ts';
import { roleRoutes } from './roles.ts';
import { setUpRoutes } from './set-up.ts';
import { settingsRoutes } from './settings.ts';
import { squadMemberRoutes } from './squad-members.ts';
import { squadRoutes } from './squads.ts';
import { staffRoutes } from './staff.ts';
import { staffAccessRoutes } from './staff-access.ts';
import { syncRoutes } from './sync-runs.ts';
import { transferRoutes } from './transfers.ts';
import { privacyRoutes } from './user-privacy.ts';
import { userRoutes } from './users.ts';
import { warningRoutes } from './warnings.ts';
import { webhookDeliveryRoutes } from './webhook-deliveries.ts';
import { webhookRoutes } from './webhooks.ts';

/** Every route of the API. A new resource is a file beside this one and its name here. */
export const apiRoutes: AnyRoute[] = [
  ...authRoutes,
  ...guildRoutes,
  ...setUpRoutes,
  ...roleRoutes,
  ...channelRoutes,
  ...memberRoutes,
  ...userRoutes,
  ...privacyRoutes,
  ...syncRoutes,
  ...ledgerRoutes,
  ...leaderboardRoutes,
  ...transferRoutes,
  ...giftRoutes,
  ...operationRoutes,
  ...bytesRoleRoutes,
  ...roleGrantRoutes,
  ...squadRoutes,
  ...squadMemberRoutes,
  ...automodRuleRoutes,
  ...automodPresetRoutes,
  ...automodTestRoutes,
  ...automodFiringRoutes,
  ...automodUndoRoutes,
  ...messageTraceRoutes,
  ...caseRoutes,
  ...caseActRoutes,
  ...caseChangeRoutes,
  ...warningRoutes,
  ...reasonTemplateRoutes,
  ...reportRoutes,
  ...appealRoutes,
  ...channelDeedRoutes,
  ...failedEffectRoutes,
  ...fileRuleRoutes,
  ...fileAttachmentRoutes,
  ...settingsRoutes,
  ...outageRoutes,
  ...redirectRoutes,
  ...redirectClickRoutes,
  ...errorRoutes,
  ...auditRoutes,
  ...staffRoutes,
  ...staffAccessRoutes,
  ...listKeyRoutes(() => apiScopes),
  ...refreshTokenRoutes,
  ...idempotencyKeyRoutes,
  ...maintenanceRoutes,
  ...pageViewRoutes,
  ...commandUsageRoutes,
  ...hourlyStatRoutes,
  ...processStatusRoutes,
  ...botStatusRoutes,
  ...queueRoutes,
  ...jobRoutes,
  ...alarmRoutes,
  ...webhookRoutes,
  ...webhookDeliveryRoutes,
];

/** What a key can be given: `read` and `write` stand for all of theirs but accounts, keys and whole persons. */
export const apiScopes: string[] = [
  'read',
  'write',
  ...new Set(apiRoutes.map(({ scope }) => scope).filter((scope) => scope !== 'public')),
];
