import type { Action } from './action.ts';
import { applicationActions } from './actions/application.ts';
import { guildActions } from './actions/guilds.ts';
import { interactionActions } from './actions/interactions.ts';
import { loadActions } from './actions/load.ts';
import { memberActions } from './actions/members.ts';
import { messageActions } from './actions/messages.ts';
import { troubleActions } from './actions/trouble.ts';

/** What other processes can order, as POST /control/<name>; the in-process interface has the same names. */
export const actions: Record<string, Action> = {
  ...messageActions,
  ...interactionActions,
  ...memberActions,
  ...guildActions,
  ...troubleActions,
  ...loadActions,
  ...applicationActions,
};
