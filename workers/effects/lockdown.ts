import { type RESTPutAPIGuildIncidentActionsJSONBody, Routes } from 'discord-api-types/v10';
import { askLockdown, settleLockdown } from '../../shared/automod/lockdown.ts';
import { type EffectKind, unwanted } from './kind.ts';

/** Pauses invites and direct messages of a guild in a raid, renews that while joins come too fast, and ends it afterwards. */
export const lockdown: EffectKind<'lockdown'> = {
  patience: Number.POSITIVE_INFINITY,
  moot: [],
  async send(deps, { guild }) {
    const wanted = await askLockdown(deps, guild, deps.clock());
    if (!wanted) return unwanted;
    const until = wanted.getTime() > deps.clock() ? wanted.toISOString() : null;
    const body: RESTPutAPIGuildIncidentActionsJSONBody = {
      invites_disabled_until: until,
      dms_disabled_until: until,
    };
    return deps.rest.put(Routes.guildIncidentActions(guild), { body, reason: 'Too many joins at once' });
  },
  settle: (deps, { guild }, end) =>
    settleLockdown(deps, guild, {
      answer: end.is === 'refused' ? end.why : null,
      now: new Date(deps.clock()),
    }),
};
