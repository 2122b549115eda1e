import type { Deed } from '../shared/accounts/audit.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';
import { lift } from '../shared/effects/moderation.ts';
import type { Refusal } from '../shared/moderation/act-rules.ts';
import { tellable } from '../shared/moderation/logs/entry.ts';
import { type Resolved, resolve } from '../shared/moderation/take-back.ts';
import { askEffects } from './ask-effects.ts';
import type { Deps } from './context.ts';
import { refusalOf } from './judge-case.ts';
import { logCases } from './log-cases.ts';

/** `refused`: whoever came by a link to the panel may not do that to the case. */
export type WebResolved = { number: number } & (Resolved | { is: 'refused'; refusal: Refusal });

/**
 * Resolves cases by their numbers, each for itself, and has Discord asked to take back what `undo` undoes. The same
 * operation again is answered the same.
 */
export async function resolveCases(
  deps: Deps,
  guild: Snowflake,
  numbers: readonly number[],
  { operation, ...how }: { undo: boolean; note: string; operation: string },
  { actor }: Pick<Deed, 'actor'>,
): Promise<WebResolved[]> {
  const all: WebResolved[] = [];
  const news: string[] = [];
  const what = how.undo ? 'undo' : 'resolve';
  for (const number of numbers) {
    const refusal = await refusalOf(deps, guild, { number, what }, actor);
    if (refusal) {
      all.push({ number, is: 'refused', refusal });
      continue;
    }
    const order = { guild, number, by: actor, operation: `${operation}:${number}`, ...how };
    const { decided, ...resolved } = await resolve(deps, order);
    all.push({ number, ...resolved });
    if (resolved.is === 'resolved' && deps.clock() - decided.getTime() < tellable) news.push(resolved.case);
  }
  const lifted = all.flatMap((each) => (each.is === 'resolved' ? each.lifted : []));
  await askEffects(
    deps,
    lifted.map((id) => lift({ id, guild })),
  );
  await logCases(deps, guild, { ids: news, what: 'resolved' });
  return all;
}
