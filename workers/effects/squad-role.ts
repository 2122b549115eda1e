import { DiscordAPIError } from '@discordjs/rest';
import { RESTJSONErrorCodes, Routes } from 'discord-api-types/v10';
import { forgetFormerRole, isRoleWanted, noteRole } from '../../shared/squads/roles.ts';
import type { EffectKind } from './kind.ts';

/** The role of a squad that a member joined or left. Which squad that is, is read again before it is given or taken. */
export const squadRole: EffectKind<'squad-role'> = {
  patience: Number.POSITIVE_INFINITY, // members paid for it
  moot: [RESTJSONErrorCodes.UnknownMember],
  isWanted: isRoleWanted,
  send: async ({ rest }, { guild, user, role, give }) => {
    const route = Routes.guildMemberRole(guild, user, role);
    if (give) return rest.put(route, { reason: 'Joined a squad' });
    return rest.delete(route, { reason: 'Left a squad' }).catch(unlessGone);
  },
  settle: async (deps, effect, end) => {
    if (end.is === 'done') await noteRole(deps, effect);
    if (end.is === 'moot' && !effect.give) await forgetFormerRole(deps, effect);
  },
};

/** Nobody has a role that was deleted. */
function unlessGone(error: unknown): void {
  if (!(error instanceof DiscordAPIError) || error.code !== RESTJSONErrorCodes.UnknownRole) throw error;
}
