import { cut, oneLine } from '../../shared/core/plain-text.ts';
import { findWantedDeed, type StoredDeed, settleDeed } from '../../shared/moderation/channel-deeds.ts';
import { isOvertaken } from '../../shared/moderation/channel-locks.ts';
import { lock, unlock } from './deeds/lock.ts';
import { purge } from './deeds/purge.ts';
import { slowmode } from './deeds/slowmode.ts';
import { type EffectDeps, type EffectKind, unwanted } from './kind.ts';
import { openLine } from './line.ts';

const inLine = openLine();

/** What moderators do to a channel, one after the other. What it is stands in its row. */
export const channelDeed: EffectKind<'channel-deed'> = {
  patience: Number.POSITIVE_INFINITY, // whoever asked for it was told that it will be done
  moot: [],
  async send(deps, effect) {
    const asked = await findWantedDeed(deps, effect.deed);
    if (!asked) return unwanted;
    return inLine(asked.channel, async () => {
      const wanted = await findWantedDeed(deps, effect.deed);
      if (!wanted) return unwanted;
      if (await isOvertaken(deps, wanted, ended[wanted.deed.is])) return leave(deps, wanted);
      return doDeed(deps, wanted);
    });
  },
  settle: (deps, effect, end) =>
    settleDeed(
      deps,
      effect.deed,
      end.is === 'done'
        ? { effect: 'done', answer: null, result: null }
        : { effect: 'failed', answer: end.why, result: null },
    ),
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

async function leave(deps: EffectDeps, { id }: StoredDeed): Promise<typeof unwanted> {
  const answer = 'Something later was done to the channel already.';
  await settleDeed(deps, id, { effect: 'none', answer, result: null });
  return unwanted;
}
