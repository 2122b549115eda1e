import { RESTJSONErrorCodes, Routes } from 'discord-api-types/v10';
import { findWantedLift, settleLift } from '../../shared/moderation/effects-state.ts';
import { type EffectDeps, type EffectKind, type EffectOf, unwanted } from './kind.ts';
import { inMemberLine } from './member-line.ts';

/** Ends a case's timeout or ban. Where there is none any more, that is what was wanted. */
export const lift: EffectKind<'lift'> = {
  patience: Number.POSITIVE_INFINITY,
  moot: [RESTJSONErrorCodes.UnknownMember, RESTJSONErrorCodes.UnknownBan, RESTJSONErrorCodes.UnknownUser],
  async send(deps, effect) {
    const found = await findWantedLift(deps, effect.case);
    if (!found) return unwanted;
    return inMemberLine(`${effect.guild}:${found.user}`, async (waited) => {
      const wanted = waited ? await findWantedLift(deps, effect.case) : found;
      return wanted ? ask(deps, effect, wanted) : unwanted;
    });
  },
  settle: (deps, effect, end) =>
    settleLift(
      deps,
      effect.case,
      end.is === 'refused' ? { lift: 'failed', answer: end.why } : { lift: 'done', answer: null },
    ),
};

function ask(
  { rest }: EffectDeps,
  { guild }: EffectOf<'lift'>,
  { kind, number, user }: { kind: string; number: number; user: string },
): Promise<unknown> {
  const reason = `Case ${number} was taken back, or its time is over`;
  if (kind === 'ban') return rest.delete(Routes.guildBan(guild, user), { reason });
  const body = { communication_disabled_until: null };
  return rest.patch(Routes.guildMember(guild, user), { body, reason });
}
