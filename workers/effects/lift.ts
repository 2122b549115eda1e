import { RESTJSONErrorCodes, Routes } from 'discord-api-types/v10';
import { findWantedLift, settleLift } from '../../shared/moderation/effects-state.ts';
import { type EffectKind, unwanted } from './kind.ts';

/** Ends a case's timeout or ban. Where there is none any more, that is what was wanted. */
export const lift: EffectKind<'lift'> = {
  patience: Number.POSITIVE_INFINITY,
  moot: [RESTJSONErrorCodes.UnknownMember, RESTJSONErrorCodes.UnknownBan, RESTJSONErrorCodes.UnknownUser],
  async send(deps, effect) {
    const wanted = await findWantedLift(deps, effect.case);
    if (!wanted) return unwanted;
    const reason = `Case ${wanted.number} was taken back`;
    if (wanted.kind === 'ban')
      return deps.rest.delete(Routes.guildBan(effect.guild, wanted.user), { reason });
    const body = { communication_disabled_until: null };
    return deps.rest.patch(Routes.guildMember(effect.guild, wanted.user), { body, reason });
  },
  settle: (deps, effect, end) =>
    settleLift(
      deps,
      effect.case,
      end.is === 'refused' ? { lift: 'failed', answer: end.why } : { lift: 'done', answer: null },
    ),
};
