import { RESTJSONErrorCodes, Routes } from 'discord-api-types/v10';
import { cut, oneLine } from '../../shared/core/plain-text.ts';
import {
  dropPunishment,
  findWantedPunishment,
  type Punishment,
  settlePunishment,
  type WantedPunishment,
} from '../../shared/moderation/effects-state.ts';
import { type EffectDeps, type EffectKind, type EffectOf, type End, unwanted } from './kind.ts';

type Punish = EffectOf<'punish'>;

/** A case's timeout, kick or ban. What it is now is read right before; a timeout's end is a fixed time. */
export const punish: EffectKind<'punish'> = {
  patience: Number.POSITIVE_INFINITY,
  moot: [RESTJSONErrorCodes.UnknownMember],
  async send(deps, effect) {
    const wanted = await findWantedPunishment(deps, effect.case, effect.as);
    if (!wanted) return dropPunishment(deps, effect.case, effect.as).then(() => unwanted);
    if (effect.as === 'timeout' && isOver(deps, wanted)) return tooLate(deps, effect);
    return requests[effect.as](deps, effect.guild, wanted);
  },
  settle: (deps, effect, end) => settlePunishment(deps, effect.case, effect.as, read(effect, end)),
};

const requests: Record<
  Punishment,
  (deps: EffectDeps, guild: string, wanted: WantedPunishment) => Promise<unknown>
> = {
  timeout: ({ rest }, guild, { user, endsAt, ...about }) =>
    rest.patch(Routes.guildMember(guild, user), {
      body: { communication_disabled_until: endsAt?.toISOString() ?? null },
      reason: reasonOf(about),
    }),
  kick: ({ rest }, guild, { user, ...about }) =>
    rest.delete(Routes.guildMember(guild, user), { reason: reasonOf(about) }),
  ban: ({ rest }, guild, { user, deleteMessageSeconds, ...about }) =>
    rest.put(Routes.guildBan(guild, user), {
      body: { delete_message_seconds: deleteMessageSeconds },
      reason: reasonOf(about),
    }),
};

/** For the audit log, which takes 512 characters: 256 signs, each of two where it is an emoji. */
function reasonOf({ number, reason }: Pick<WantedPunishment, 'number' | 'reason'>): string {
  return cut(oneLine(`Case ${number}${reason === '' ? '' : `: ${reason}`}`), 256);
}

function isOver({ clock }: EffectDeps, { endsAt }: WantedPunishment): boolean {
  return endsAt === null || endsAt.getTime() <= clock();
}

async function tooLate(deps: EffectDeps, effect: Punish): Promise<typeof unwanted> {
  const answer = 'It was over before Discord could be asked.';
  await settlePunishment(deps, effect.case, effect.as, { effect: 'none', answer });
  return unwanted;
}

/** Who is gone cannot be timed out; to kick them, nothing is left to do. */
function read({ as }: Punish, end: End): Parameters<typeof settlePunishment>[3] {
  if (end.is === 'done') return { effect: 'done', answer: null };
  if (end.is === 'refused') return { effect: 'failed', answer: end.why };
  return { effect: as === 'kick' ? 'done' : 'failed', answer: 'The member has left the server.' };
}
