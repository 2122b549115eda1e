import { automod } from '../automod/commands.ts';
import { bytes } from '../bytes/commands.ts';
import { history } from '../bytes/history.ts';
import { sendForm, sendMenu } from '../bytes/send-form.ts';
import { check } from '../config/check.ts';
import { config } from '../config/commands.ts';
import { moderationCommands, moderationComponents, moderationForms } from '../moderation/commands.ts';
import { squadComponents, squads } from '../squads/commands.ts';
import { sync } from '../sync/command.ts';
import type { Table } from './table.ts';

export const registry = {
  commands: [automod, bytes, sendMenu, config, squads, sync, ...moderationCommands],
  components: [history.component, check.component, ...squadComponents, ...moderationComponents],
  modals: [sendForm, ...moderationForms],
} as const satisfies Table;
