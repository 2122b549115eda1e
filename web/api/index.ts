import type { AnyRoute } from '../http/route.ts';
import { appealRoutes } from './appeals.ts';
import { auditRoutes } from './audit-entries.ts';
import { authRoutes } from './auth.ts';
import { automodFiringRoutes } from './automod-firings.ts';
import { automodPresetRoutes } from './automod-presets.ts';
import { automodRuleRoutes } from './automod-rules.ts';
import { automodTestRoutes } from './automod-tests.ts';
import { automodUndoRoutes } from './automod-undo.ts';
import { bytesRoleRoutes } from './bytes-roles.ts';
import { caseActRoutes } from './case-acts.ts';
import { caseChangeRoutes } from './case-changes.ts';
import { caseRoutes } from './cases.ts';
import { channelDeedRoutes } from './channel-deeds.ts';
import { channelRoutes } from './channels.ts';
import { failedEffectRoutes } from './failed-effects.ts';
import { fileAttachmentRoutes } from './file-attachments.ts';
import { fileRuleRoutes } from './file-rules.ts';
import { giftRoutes } from './gifts.ts';
import { guildRoutes } from './guilds.ts';
import { leaderboardRoutes } from './leaderboard.ts';
import { ledgerRoutes } from './ledger.ts';
import { memberRoutes } from './members.ts';
import { outageRoutes } from './outage-days.ts';
import { reasonTemplateRoutes } from './reason-templates.ts';
import { reportRoutes } from './reports.ts';
import { roleGrantRoutes } from './role-grants.ts';
import { roleRoutes } from './roles.ts';
import { setUpRoutes } from './set-up.ts';
import { settingsRoutes } from './settings.ts';
import { squadMemberRoutes } from './squad-members.ts';
import { squadRoutes } from './squads.ts';
import { syncRoutes } from './sync-runs.ts';
import { transferRoutes } from './transfers.ts';
import { userRoutes } from './users.ts';
import { warningRoutes } from './warnings.ts';

/** Every route of the API. A new resource is a file beside this one and its name here. */
export const apiRoutes: AnyRoute[] = [
  ...authRoutes,
  ...guildRoutes,
  ...setUpRoutes,
  ...roleRoutes,
  ...channelRoutes,
  ...memberRoutes,
  ...userRoutes,
  ...syncRoutes,
  ...ledgerRoutes,
  ...leaderboardRoutes,
  ...transferRoutes,
  ...giftRoutes,
  ...bytesRoleRoutes,
  ...roleGrantRoutes,
  ...squadRoutes,
  ...squadMemberRoutes,
  ...automodRuleRoutes,
  ...automodPresetRoutes,
  ...automodTestRoutes,
  ...automodFiringRoutes,
  ...automodUndoRoutes,
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
  ...auditRoutes,
];

/** What a key can be given: `read` and `write` stand for all of theirs. */
export const apiScopes: string[] = [
  'read',
  'write',
  ...new Set(apiRoutes.map(({ scope }) => scope).filter((scope) => scope !== 'public')),
];
