import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { has, missingFrom } from '../../shared/core/permissions.ts';
import type { Context } from '../context.ts';
import { type Answer, refused } from '../interactions/answer.ts';
import type { Caller } from '../interactions/caller.ts';
import { texts } from './texts.ts';

/** Whoever may warn and time out sees cases, notes and histories. */
export const moderating: bigint = P.ModerateMembers;

/**
 * A handler for those who have a permission. Discord asks for it already, unless an admin of the server opened the command
 * to others: what moderators know is not theirs to give away.
 */
export function forModerators<Call extends Pick<Caller, 'permissions' | 'locale'>>(
  run: (call: Call, context: Context) => Promise<Answer>,
  needed: bigint = moderating,
): (call: Call, context: Context) => Promise<Answer> {
  return async (call, context) => {
    const missing = lacks(call, needed);
    return missing === undefined ? run(call, context) : refused(missing);
  };
}

/** Words where the permission is missing. */
export function lacks(
  { permissions, locale }: Pick<Caller, 'permissions' | 'locale'>,
  needed: bigint = moderating,
): string | undefined {
  if (has(permissions, needed)) return undefined;
  return texts(locale).forbidden(missingFrom(permissions, needed).join(', '));
}
