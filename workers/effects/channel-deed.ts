import { cut, oneLine } from '../../shared/core/plain-text.ts';
import { findWantedDeed, type StoredDeed, settleDeed } from '../../shared/moderation/channel-deeds.ts';
import { isOvertaken } from '../../shared/moderation/channel-locks.ts';
import { lock, unlock } from './deeds/lock.ts';
import { purge } from './deeds/purge.ts';
import { slowmode } from './deeds/slowmode.ts';
import { type EffectDeps, type EffectKind, type EffectOf, unwanted } from './kind.ts';
import { openLine } from './line.ts';
import { logDeed } from './log-deed.ts';

const inLine = openLine();

/** What moderators do to a channel, one after the other. What it is stands in its row. */
export const channelDeed: EffectKind<'channel-deed'> = {
  patience: Number.POSITIVE_INFINITY, // whoever asked for it was told that it will be done
  moot: [],
  async send(deps, effect) {
    const asked = await findWantedDeed(deps, effect.deed);
    if (!asked) return over(deps, effect);
    return inLine(asked.channel, async () => {
      const wanted = await findWantedDeed(deps, effect.deed);
      if (!wanted) return over(deps, effect);
      if (await isOvertaken(deps, wanted, ended[wanted.deed.is])) return leave(deps, effect);
      return doDeed(deps, wanted);
    });
  },
  async settle(deps, effect, end) {
    await settleDeed(
      deps,
      effect.deed,
      end.is === 'done'
        ? { effect: 'done', answer: null, result: null }
        : { effect: 'failed', answer: end.why, result: null },
    );
    await logDeed(deps, effect);
  },
};

type Is = StoredDeed['deed']['is'];

/** Which later deeds a deed would undo. */
const ended: Record<Is, Is[]> = {
  purge: [],
  slowmode: ['slowmode'],
  lock: ['lock', 'unlock'],
  unlock: ['lock', 'unlock'],
};

function doDeed(deps: EffectDeps, wanted: StoredDeed): Promise<void> {
  const { deed, actorName } = wanted;
  const reason = cut(oneLine(`${actorName}${wanted.reason === '' ? '' : `: ${wanted.reason}`}`), 256); // as of cases
  if (deed.is === 'purge') return purge(deps, wanted, deed, reason);
  if (deed.is === 'slowmode') return slowmode(deps, wanted, deed, reason);
  return deed.is === 'lock' ? lock(deps, wanted, reason) : unlock(deps, wanted, reason);
}

async function leave(deps: EffectDeps, effect: EffectOf<'channel-deed'>): Promise<typeof unwanted> {
  const answer = 'Something later was done to the channel already.';
  await settleDeed(deps, effect.deed, { effect: 'none', answer, result: null });
  return over(deps, effect);
}

/** Whoever settled it may have died before the log was told. */
async function over(deps: EffectDeps, effect: EffectOf<'channel-deed'>): Promise<typeof unwanted> {
  await logDeed(deps, effect);
  return unwanted;
}
