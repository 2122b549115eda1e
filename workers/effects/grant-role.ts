import { RESTJSONErrorCodes, Routes } from 'discord-api-types/v10';
import { findGrant, markFailed, markGranted } from '../../shared/bytes/grants.ts';
import type { EffectKind } from './kind.ts';

/** An earned role. Giving it again changes nothing; it counts as given once Discord confirmed it. */
export const grantRole: EffectKind<'grant-role'> = {
  patience: Number.POSITIVE_INFINITY, // earned is earned
  moot: [RESTJSONErrorCodes.UnknownMember],
  isWanted: async (deps, grant) => (await findGrant(deps, grant))?.state === 'wanted',
  send: ({ rest }, { guild, user, role }) =>
    rest.put(Routes.guildMemberRole(guild, user, role), { reason: 'Earned with bytes' }),
  next: ({ tell, guild, user, role }) =>
    tell && {
      id: `announce-${guild}-${user}-${role}`,
      effect: { kind: 'announce-role', guild, user, role, ...tell },
    },
  settle: (deps, grant, end) =>
    end.is === 'done' ? markGranted(deps, grant) : markFailed(deps, grant, end.why),
};
