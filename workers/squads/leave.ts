import { z } from 'zod';
import { literally } from '../../shared/core/plain-text.ts';
import { queueEffects } from '../../shared/effects/planned.ts';
import { cancelLeave, type Leave, leave as leaveSquad } from '../../shared/squads/membership.ts';
import { squadOf } from '../../shared/squads/store.ts';
import type { Context } from '../context.ts';
import { type Answer, refused, shown, updated } from '../interactions/answer.ts';
import type { Caller } from '../interactions/caller.ts';
import { ask, confirmation } from '../interactions/confirm.ts';
import { roleChange } from './roles.ts';
import { readPlace } from './standing.ts';
import { texts } from './texts.ts';
import { sayLeave, sayRefusal } from './words.ts';

type Deps = Pick<Context, 'db' | 'redis' | 'settings' | 'clock' | 'queue' | 'partitions'>;

const confirming = 'squads.leave';

/** `/squads leave`: free, and asked once more all the same, since coming back is not. */
export async function leave(caller: Caller, deps: Deps): Promise<Answer> {
  const { id, guild, user, locale } = caller;
  const [place, squad] = await Promise.all([readPlace(deps, caller), squadOf(deps, guild, user.id)]);
  if (place.refusal) return refused(sayRefusal(place.refusal, locale));
  if (!squad) return refused(texts(locale).nowhere);
  const { balance, config } = place;
  const content = texts(locale).confirm.leave({
    from: literally(squad.name),
    cost: config.switchCost,
    balance,
  });
  const data = { squad: squad.squad };
  const prompt = { id, now: deps.clock(), kind: confirming, owner: user.id, data };
  return shown(await ask(deps.redis, content, prompt, locale));
}

/** Confirm and Cancel of leaving: out of the squad that was named, and no other. */
export const confirmLeave = confirmation({
  kind: confirming,
  schema: z.object({ squad: z.string() }),
  async confirm({ operation, data }, press, deps) {
    const { guild, user } = press;
    const { config } = await readPlace(deps, press);
    const left = await leaveSquad(deps, { operation, guild, user, config, squad: data.squad });
    return conclude(press, deps, operation, left);
  },
  async cancel({ operation }, press, deps) {
    const { guild, user } = press;
    return conclude(press, deps, operation, await cancelLeave(deps, { operation, guild, user: user.id }));
  },
});

async function conclude(
  { guild, user, locale }: Pick<Caller, 'guild' | 'user' | 'locale'>,
  deps: Deps,
  operation: string,
  outcome: Leave,
): Promise<Answer> {
  if (outcome.is === 'left')
    await queueEffects(deps, roleChange(operation, { guild, user: user.id }, { from: outcome.from }));
  return updated({ content: sayLeave(outcome, locale) });
}
