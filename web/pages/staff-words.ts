import type { Role } from '../../shared/accounts/rules.ts';
import type { Refused } from '../../shared/accounts/staff-change.ts';

/** Why a change of staff was refused. */
export const refusals: Record<Refused['why'], string> = {
  'not-owner': 'Only owners manage staff, and you are none any more.',
  self: 'You would lock yourself out. Ask another owner.',
  'last-owner': 'This is the last owner that can log in. Make another account owner first.',
  'beyond-key': 'A key reaches only accounts that can do no more than it may.',
  unknown: 'There is no such account any more.',
};

/** Roles everywhere, for a list to choose from. */
export const roleOptions: readonly { value: Role | ''; text: string }[] = [
  { value: '', text: 'None: only in single guilds' },
  { value: 'viewer', text: 'Viewer: sees' },
  { value: 'moderator', text: 'Moderator: sees and moderates' },
  { value: 'admin', text: 'Admin: also changes settings' },
  { value: 'owner', text: 'Owner: also manages staff' },
];
