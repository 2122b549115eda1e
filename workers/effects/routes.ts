import { announceRole } from './announce-role.ts';
import { channelDeed } from './channel-deed.ts';
import { deleteMessages } from './delete-messages.ts';
import { grantRole } from './grant-role.ts';
import type { Kinds } from './kind.ts';
import { lift } from './lift.ts';
import { lockdown } from './lockdown.ts';
import { logEntry } from './log-entry.ts';
import { lookUpInvite } from './look-up-invite.ts';
import { punish } from './punish.ts';
import { react } from './react.ts';
import { say } from './say.ts';
import { squadRole } from './squad-role.ts';
import { tellMember } from './tell-member.ts';

/** Everything that Discord is asked to do. A new kind is one entry, and one in `Effect` (shared/core/queues.ts). */
export const kinds = {
  react,
  say,
  'grant-role': grantRole,
  'announce-role': announceRole,
  'squad-role': squadRole,
  punish,
  lift,
  'delete-messages': deleteMessages,
  'tell-member': tellMember,
  log: logEntry,
  'channel-deed': channelDeed,
  lockdown,
  'look-up-invite': lookUpInvite,
} as const satisfies Kinds;
