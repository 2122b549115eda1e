import { RESTJSONErrorCodes, Routes } from 'discord-api-types/v10';
import { findWantedLift, settleLift, type WantedLift } from '../../shared/moderation/effects-state.ts';
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

/** What else stands for the member stays: another ban, or a timeout that ends later. */
async function ask(
  { rest, clock }: EffectDeps,
  { guild }: EffectOf<'lift'>,
  { kind, number, user, isBanned, endsAt }: WantedLift,
): Promise<unknown> {
  if (isBanned) return undefined;
  const reason = `Case ${number} was taken back, or its time is over`;
  if (kind === 'ban') return rest.delete(Routes.guildBan(guild, user), { reason });
  const stays = endsAt !== null && endsAt.getTime() > clock();
  const body = { communication_disabled_until: stays ? endsAt.toISOString() : null };
  return rest.patch(Routes.guildMember(guild, user), { body, reason });
}
