import { RESTJSONErrorCodes as Code, Routes } from 'discord-api-types/v10';
import { cut, oneLine } from '../../shared/core/plain-text.ts';
import {
  dropPunishment,
  findWantedPunishment,
  type Punishment,
  settlePunishment,
  type WantedPunishment,
} from '../../shared/moderation/effects-state.ts';
import { type EffectDeps, type EffectKind, type EffectOf, type End, unwanted } from './kind.ts';
import { inMemberLine } from './member-line.ts';
import { tellFirst } from './tell-first.ts';

type Punish = EffectOf<'punish'>;

/** What a case does to its member. What it is now is read right before; a timeout's end is a fixed time. */
export const punish: EffectKind<'punish'> = {
  patience: Number.POSITIVE_INFINITY,
  moot: [Code.UnknownMember, Code.UnknownBan],
  async send(deps, effect) {
    const found = await findWanted(deps, effect);
    if (!found) return unwanted;
    return inMemberLine(`${effect.guild}:${found.user}`, async (waited) => {
      const wanted = waited ? await findWanted(deps, effect) : found;
      if (!wanted) return unwanted;
      const told = await tellFirst(deps, effect, wanted);
      if (told && !(await findWanted(deps, effect))) return unwanted;
      if (effect.as === 'timeout' && isOver(deps, wanted)) return tooLate(deps, effect);
      return requests[effect.as](deps, effect.guild, wanted);
    });
  },
  settle: (deps, effect, end) => settlePunishment(deps, effect.case, effect.as, read(effect, end)),
};

async function findWanted(deps: EffectDeps, { case: id, as }: Punish): Promise<WantedPunishment | undefined> {
  const wanted = await findWantedPunishment(deps, id, as);
  if (!wanted) await dropPunishment(deps, id, as);
  return wanted;
}

const requests: Record<
  Punishment,
  (deps: EffectDeps, guild: string, wanted: WantedPunishment) => Promise<unknown>
> = {
  timeout: ({ rest }, guild, { user, endsAt, ...about }) =>
    rest.patch(Routes.guildMember(guild, user), {
      body: { communication_disabled_until: endsAt?.toISOString() ?? null },
      reason: reasonOf(about),
    }),
  untimeout: ({ rest }, guild, { user, ...about }) =>
    rest.patch(Routes.guildMember(guild, user), {
      body: { communication_disabled_until: null },
      reason: reasonOf(about),
    }),
  kick: ({ rest }, guild, { user, ...about }) =>
    rest.delete(Routes.guildMember(guild, user), { reason: reasonOf(about) }),
  ban: ({ rest }, guild, { user, deleteMessageSeconds, ...about }) =>
    rest.put(Routes.guildBan(guild, user), {
      body: { delete_message_seconds: deleteMessageSeconds },
      reason: reasonOf(about),
    }),
  unban: ({ rest }, guild, { user, ...about }) =>
    rest.delete(Routes.guildBan(guild, user), { reason: reasonOf(about) }),
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

type Settled = Parameters<typeof settlePunishment>[3];

const gone = 'The member has left the server.';

/** Where there is nobody, or no ban: to kick or unban, nothing is left to do; who is gone cannot be timed out. */
const nothingThere: Record<Punishment, Settled> = {
  timeout: { effect: 'failed', answer: gone },
  untimeout: { effect: 'failed', answer: gone },
  kick: { effect: 'done', answer: gone },
  ban: { effect: 'failed', answer: gone },
  unban: { effect: 'done', answer: 'There was no ban.' },
};

function read({ as }: Punish, end: End): Settled {
  if (end.is === 'done') return { effect: 'done', answer: null };
  return end.is === 'refused' ? { effect: 'failed', answer: end.why } : nothingThere[as];
}
