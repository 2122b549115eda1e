import type { Page } from '../http/page.ts';
import { account } from './account.ts';
import { apiKeys } from './api-keys.ts';
import { auditLog } from './audit.ts';
import { enter } from './enter.ts';
import { guild } from './guild.ts';
import { guildLeaderboard } from './guild-leaderboard.ts';
import { guilds } from './guilds.ts';
import { landing } from './landing.ts';
import { leaderboard } from './leaderboard.ts';
import { ledger } from './ledger.ts';
import { login } from './login.ts';
import { loginCode } from './login-code.ts';
import { member } from './member.ts';
import { memberGifts } from './member-gift.ts';
import { members } from './members.ts';
import { outageDays } from './outage-days.ts';
import { password } from './password.ts';
import { recoveryCodes } from './recovery-codes.ts';
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
import { styleguide } from './styleguide.ts';
import { sync } from './sync.ts';

/** Served without a session, so that they answer even where Redis does not. */
export const publicPages: Page[] = [landing, leaderboard];

/** Every page of the panel. A new one is a file beside this one and its name here. */
export const pages: Page[] = [
  ...[login, loginCode, enter, password, account, secondFactor, recoveryCodes].flat(),
  ...[guilds, search, styleguide].flat(),
  ...[guild, members, member, sync, ledger, transfer, history, settings].flat(),
  ...[guildLeaderboard, memberGifts, rewards, reward].flat(),
  ...[squads, squadForm, squad].flat(),
  ...[staff, staffAccount, auditLog, apiKeys, outageDays].flat(),
];
