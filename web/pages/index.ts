import type { Page } from '../http/page.ts';
import { account } from './account.ts';
import { alarm } from './alarm.ts';
import { alarms } from './alarms.ts';
import { allCases } from './all-cases.ts';
import { allFirings } from './all-firings.ts';
import { analytics } from './analytics.ts';
import { analyticsViews } from './analytics-views.ts';
import { apiKey } from './api-key.ts';
import { apiKeys } from './api-keys.ts';
import { appeal } from './appeal.ts';
import { appeals } from './appeals.ts';
import { auditLog } from './audit.ts';
import { automod } from './automod.ts';
import { automodDeeds } from './automod-deeds.ts';
import { automodHistory } from './automod-history.ts';
import { automodPreset } from './automod-preset.ts';
import { automodRule } from './automod-rule.ts';
import { automodTest } from './automod-test.ts';
import { moderationCase } from './case.ts';
import { caseDeeds } from './case-deeds.ts';
import { caseNew } from './case-new.ts';
import { caseResolve } from './case-resolve.ts';
import { cases } from './cases.ts';
import { cluster } from './cluster.ts';
import { dashboard } from './dashboard.ts';
import { database } from './database.ts';
import { databaseNew } from './database-new.ts';
import { databaseRun } from './database-run.ts';
import { databaseRuns } from './database-runs.ts';
import { databaseTable } from './database-table.ts';
import { discordLogin } from './discord-login.ts';
import { enter } from './enter.ts';
import { errorKind } from './error-kind.ts';
import { errors } from './errors.ts';
import { failedEffects } from './failed-effects.ts';
import { fileAttachments } from './file-attachments.ts';
import { fileRule } from './file-rule.ts';
import { files } from './files.ts';
import { firing } from './firing.ts';
import { firings } from './firings.ts';
import { guild } from './guild.ts';
import { guildLeaderboard } from './guild-leaderboard.ts';
import { guilds } from './guilds.ts';
import { job } from './job.ts';
import { jobs } from './jobs.ts';
import { landing } from './landing.ts';
import { leaderboard } from './leaderboard.ts';
import { ledger } from './ledger.ts';
import { login } from './login.ts';
import { loginCode } from './login-code.ts';
import { member } from './member.ts';
import { memberGifts } from './member-gift.ts';
import { members } from './members.ts';
import { myCases } from './my-cases.ts';
import { outageDays } from './outage-days.ts';
import { password } from './password.ts';
import { privacy } from './privacy.ts';
import { reasonTemplate } from './reason-template.ts';
import { reasonTemplates } from './reason-templates.ts';
import { recoveryCodes } from './recovery-codes.ts';
import { redirect } from './redirect.ts';
import { redirectClicks } from './redirect-clicks.ts';
import { redirectDeeds } from './redirect-deeds.ts';
import { redirectForm } from './redirect-form.ts';
import { redirects } from './redirects.ts';
import { report } from './report.ts';
import { reports } from './reports.ts';
import { reward } from './reward.ts';
import { rewards } from './rewards.ts';
import { search } from './search.ts';
import { secondFactor } from './second-factor.ts';
import { settings } from './settings.ts';
import { history } from './settings-history.ts';
import { transfer } from './settings-transfer.ts';
import { squad } from './squad.ts';
import { squadForm } from './squad-form.ts';
import { squads } from './squads.ts';
import { staff } from './staff.ts';
import { staffAccount } from './staff-account.ts';
import { staffDelete } from './staff-delete.ts';
import { staffSessions } from './staff-sessions.ts';
import { styleguide } from './styleguide.ts';
import { sync } from './sync.ts';
import { terms } from './terms.ts';
import { undoRange } from './undo-range.ts';
import { user } from './user.ts';
import { userPrivacy } from './user-privacy.ts';
import { warnings } from './warnings.ts';
import { webhook } from './webhook.ts';
import { webhookDeeds } from './webhook-deeds.ts';
import { webhookDelivery } from './webhook-delivery.ts';
import { webhookForm } from './webhook-form.ts';
import { webhooks } from './webhooks.ts';

/** Served without a session: to strangers, or to whoever has a link that is a secret. */
export const publicPages: Page[] = [landing, privacy, terms, leaderboard, ...myCases];

/** Every page of the panel. A new one is a file beside this one and its name here. */
export const pages: Page[] = [
  ...[login, loginCode, discordLogin, enter, password, account, secondFactor, recoveryCodes].flat(),
  ...[dashboard, analytics, analyticsViews, user, userPrivacy].flat(),
  ...[guilds, search, styleguide].flat(),
  ...[guild, members, member, sync, ledger, transfer, history, settings].flat(),
  ...[guildLeaderboard, memberGifts, rewards, reward].flat(),
  ...[squads, squadForm, squad].flat(),
  ...[cases, caseNew, caseResolve, moderationCase, caseDeeds, allCases, warnings, failedEffects].flat(),
  ...[reports, report, appeals, appeal, reasonTemplates, reasonTemplate].flat(),
  ...[automod, automodRule, automodDeeds, automodHistory, automodPreset, automodTest].flat(),
  ...[firings, firing, undoRange, allFirings].flat(),
  ...[files, fileRule, fileAttachments].flat(),
  ...[staff, staffAccount, staffDelete, staffSessions, auditLog, apiKeys, apiKey, outageDays].flat(),
  ...[errors, errorKind].flat(),
  ...[cluster, alarms, alarm, jobs, job].flat(),
  ...[webhooks, webhookForm, webhookDeeds, webhook, webhookDelivery].flat(),
  ...[redirects, redirectForm, redirect, redirectDeeds, redirectClicks].flat(),
  ...[database, databaseTable, databaseNew, databaseRuns, databaseRun].flat(),
];
