import { cases } from './case-command.ts';
import { lock, purge, slowmode, unlock } from './channel-commands.ts';
import { history, historyMenu, historyPages } from './history.ts';
import { confirmMassBan, massBan } from './mass-ban.ts';
import { ban, kick, note, timeout, unban, untimeout, warn } from './member-commands.ts';
import { myCases } from './my-cases.ts';
import { reportForm, reportMenu } from './report-form.ts';
import { warnForm, warnMenu } from './warn-form.ts';

const forMembers = [warn, timeout, untimeout, kick, ban, massBan, unban, note];
const forChannels = [purge, slowmode, lock, unlock];
const forCases = [cases, history, myCases];
const menus = [historyMenu, warnMenu, reportMenu];

export const moderationCommands = [...forMembers, ...forChannels, ...forCases, ...menus];
export const moderationComponents = [confirmMassBan, historyPages.component];
export const moderationForms = [warnForm, reportForm];
